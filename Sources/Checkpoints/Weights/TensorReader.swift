import Diagnostics

/// Reads rows of tensors whose places in a file are checked; shared by both formats.
struct TensorReader: Sendable {
  /// Fits the second-level cache beside the floats it becomes.
  private static let pieceBytes = 1 << 17

  let file: CheckpointFile
  /// The first part of its errors' codes.
  let family: String

  func readRows(
    of tensor: TensorDescription,
    _ rows: Range<Int>,
    into values: UnsafeMutableBufferPointer<Float>
  ) throws {
    let bytes = tensor.bytes(ofRows: rows)
    precondition(values.count == rows.count * tensor.rowLength, "room for other rows")
    guard let decode = BlockDecoder.decoder(of: tensor.type) else {
      let message = "holds \(tensor.type.rawValue) where floats are expected"
      var problem = problem("type", tensor, message)
      problem.hint = "of quantised weights only those of GGUF files are read"
      throw problem
    }
    let (size, length) = (tensor.type.blockSize, tensor.type.blockLength)
    var done = 0
    try file.forEachPiece(of: bytes, atMost: Self.pieceBytes / size * size) { piece in
      let count = piece.count / size * length
      let part = UnsafeMutableBufferPointer(rebasing: values[done..<done + count])
      decode(piece, part)
      if let bad = Self.firstNotFinite(part) {
        throw problem(
          "not-finite",
          tensor,
          "holds a value that is infinite or not a number",
          at: bytes.lowerBound + (done + bad) / length * size
        )
      }
      done += count
    }
  }

  func readBytes(
    of tensor: TensorDescription,
    rows: Range<Int>,
    into bytes: UnsafeMutableRawBufferPointer
  ) throws {
    let range = tensor.bytes(ofRows: rows)
    precondition(bytes.count == range.count, "room for other rows")
    try file.read(at: range.lowerBound, into: bytes)
  }

  func problem(
    _ code: String,
    _ tensor: TensorDescription,
    _ message: String,
    at offset: Int? = nil
  ) -> Diagnostic {
    Diagnostic(
      Diagnostic.Code(rawValue: "\(family)/\(code)"),
      "`\(tensor.name)` \(message)",
      at: .init(file: file.name, byteOffset: offset ?? tensor.bytes.lowerBound)
    )
  }

  /// Scales that are not finite are found too: a product with one is never finite.
  private static func firstNotFinite(_ values: UnsafeMutableBufferPointer<Float>) -> Int? {
    // The largest magnitude as an integer, which unlike a sum of floats is taken many at a time.
    var largest: UInt32 = 0
    for value in values { largest = max(largest, value.bitPattern & 0x7FFF_FFFF) }
    return largest < 0x7F80_0000 ? nil : values.firstIndex { !$0.isFinite }
  }
}
