import Diagnostics

/// Writes a plan with the values of other weights; the file has its name only when it is whole.
package struct GGUFWriter {
  /// Values that are converted at a time.
  private static let pieceValues = 1 << 18

  private let plan: GGUFPlan
  private let weights: any ModelWeights

  /// Checks that every tensor of the plan can be made.
  ///
  /// - Throws: `checkpoint/missing-tensor`, `checkpoint/shape`, `gguf/unwritable-type`.
  package init(_ plan: GGUFPlan, from weights: any ModelWeights) throws {
    self.plan = plan
    self.weights = weights
    for tensor in plan.tensors {
      _ = try weights.tensor(tensor.source, shape: tensor.shape)
      guard BlockEncoder.encoder(of: tensor.type) != nil, tensor.byteCount != nil else {
        throw Diagnostic(
          "gguf/unwritable-type",
          "`\(tensor.name)` of the shape \(tensor.shape) cannot be written as \(tensor.type.rawValue)",
          at: .init(file: weights.name)
        )
      }
    }
  }

  /// Writes the file.
  ///
  /// - Parameters:
  ///   - path: Where it will stand, in place of what stands there.
  ///   - progress: Is told how many bytes are written; what it throws ends the work.
  /// - Throws: `checkpoint/unwritable`, `gguf/range`, and what reading the weights throws.
  package func write(to path: String, progress: (Int) throws -> Void = { _ in }) throws {
    let file = try OutputFile(path: path)
    var written = 0
    func write(_ bytes: UnsafeRawBufferPointer) throws {
      try file.write(bytes)
      written += bytes.count
      try progress(written)
    }
    try plan.header().withUnsafeBytes { try write($0) }
    for tensor in plan.tensors {
      try self.write(tensor, write)
      let count = tensor.byteCount ?? 0
      let padding = [UInt8](repeating: 0, count: GGUFPlan.padded(count) - count)
      try padding.withUnsafeBytes { try write($0) }
    }
    try file.finish()
  }

  private func write(
    _ tensor: GGUFPlan.Tensor,
    _ write: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    guard let source = weights.tensor(tensor.source),
      let encode = BlockEncoder.encoder(of: tensor.type)
    else { return }
    let (length, rows) = (source.rowLength, source.rowCount)
    let step = max(1, Self.pieceValues / max(1, length))
    let values = UnsafeMutableBufferPointer<Float>.allocate(capacity: min(step, rows) * length)
    defer { values.deallocate() }
    let size = length / tensor.type.blockLength * tensor.type.blockSize
    let raw = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(step, rows) * size,
      alignment: 16
    )
    defer { raw.deallocate() }
    for first in stride(from: 0, to: rows, by: step) {
      let range = first..<min(rows, first + step)
      let part = UnsafeMutableBufferPointer(rebasing: values[..<(range.count * length)])
      try weights.readRows(of: tensor.source, range, into: part)
      if tensor.addend != 0 || tensor.factor != 1 {
        for index in part.indices { part[index] = (part[index] + tensor.addend) * tensor.factor }
      }
      let bytes = UnsafeMutableRawBufferPointer(rebasing: raw[..<(range.count * size)])
      guard part.allSatisfy(\.isFinite), encode(UnsafeBufferPointer(part), bytes) else {
        throw Diagnostic(
          "gguf/range",
          "`\(tensor.source)` holds values too large for \(tensor.type.rawValue)",
          at: .init(file: weights.file(of: tensor.source))
        )
      }
      try write(UnsafeRawBufferPointer(bytes))
    }
  }
}
