import Diagnostics

/// Reads little-endian values one after another; errors name the field and the byte.
struct GGUFCursor {
  private static let pieceBytes = 1 << 18

  let file: CheckpointFile
  /// Where nothing more is read, though the file may go on.
  private let limit: Int
  private(set) var position = 0
  private var piece: [UInt8] = []
  private var pieceStart = 0

  init(_ file: CheckpointFile) {
    self.file = file
    limit = min(file.size, GGUFLimits.headerBytes)
  }

  /// A number of any width.
  mutating func integer<Number: FixedWidthInteger>(
    _ field: String,
    as type: Number.Type = Number.self
  ) throws -> Number {
    let start = try fetch(MemoryLayout<Number>.size, field)
    let bits = piece.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Number.self) }
    return Number(littleEndian: bits)
  }

  /// A 64-bit count within a bound.
  mutating func count(_ field: String, atMost bound: Int) throws -> Int {
    let start = position
    let value: UInt64 = try integer(field)
    guard value <= UInt64(bound) else {
      throw problem("too-large", field, "claims \(value), at most \(bound) are read", at: start)
    }
    return Int(value)
  }

  /// The bytes of a string, which are behind their number.
  mutating func string(_ field: String, atMost bound: Int) throws -> ArraySlice<UInt8> {
    try bytes(try count(field, atMost: bound), field)
  }

  /// A string that must be UTF-8.
  mutating func text(_ field: String, atMost bound: Int) throws -> String {
    let start = position
    let bytes = try string(field, atMost: bound)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw problem("metadata", field, "is not valid UTF-8", at: start)
    }
    return text
  }

  mutating func bytes(_ count: Int, _ field: String) throws -> ArraySlice<UInt8> {
    let start = try fetch(count, field)
    return piece[start..<start + count]
  }

  func problem(_ code: String, _ field: String, _ message: String, at offset: Int) -> Diagnostic {
    Diagnostic(
      Diagnostic.Code(rawValue: "gguf/\(code)"),
      "`\(field)` \(message)",
      at: .init(file: file.name, byteOffset: offset)
    )
  }

  /// Moves on by some bytes and tells where in the piece they stand.
  private mutating func fetch(_ count: Int, _ field: String) throws -> Int {
    guard count <= limit - position else {
      guard limit == file.size else {
        let message =
          "lies past the first \(limit >> 20) MiB, which is all that is read ahead of the tensors"
        throw problem("too-large", field, message, at: position)
      }
      throw problem("truncated", field, "is cut off by the end of the file", at: position)
    }
    let start = position
    position += count
    if position > pieceStart + piece.count {
      pieceStart = start
      piece = try file.bytes(start..<min(limit, start + max(count, Self.pieceBytes)))
    }
    return start - pieceStart
  }
}
