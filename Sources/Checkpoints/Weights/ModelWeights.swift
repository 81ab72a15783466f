import Diagnostics

/// The tensors of a model, in whichever format they stand; several threads may read at once.
package protocol ModelWeights: Sendable {
  /// Where the tensors stand.
  var tensors: TensorSet { get }
}

extension ModelWeights {
  /// The path of the file or folder, for errors.
  package var name: String { tensors.name }

  /// Of all tensors, sorted.
  package var tensorNames: [String] { tensors.names }

  /// What stands under a name, nil where nothing does.
  package func tensor(_ name: String) -> TensorDescription? { tensors[name] }

  package func has(_ tensor: String) -> Bool { tensors[tensor] != nil }

  /// The file that a tensor stands in, for errors; `name` where there is no such tensor.
  package func file(of tensor: String) -> String {
    tensors.reader(of: tensor)?.0.file.name ?? name
  }

  /// Reads rows as floats, from 16, 32 or 64-bit floats or from blocks.
  ///
  /// - Parameters:
  ///   - tensor: A name; a missing one is an error.
  ///   - rows: Some of its rows; any others are a mistake of the caller's.
  ///   - values: Room for exactly these rows; what it holds after an error is undefined.
  /// - Throws: `checkpoint/missing-tensor`, `…/type`, `…/not-finite`, or that the file cannot be read.
  package func readRows(
    of tensor: String,
    _ rows: Range<Int>,
    into values: UnsafeMutableBufferPointer<Float>
  ) throws {
    let (reader, tensor) = try found(tensor)
    try reader.readRows(of: tensor, rows, into: values)
  }

  /// Reads the bytes of rows as they stand in the file, for those who repack blocks themselves.
  ///
  /// Nothing is checked but their number: a scale may be infinite.
  /// - Throws: `checkpoint/missing-tensor`, or that the file cannot be read.
  package func readBytes(
    of tensor: String,
    rows: Range<Int>,
    into bytes: UnsafeMutableRawBufferPointer
  ) throws {
    let (reader, tensor) = try found(tensor)
    try reader.readBytes(of: tensor, rows: rows, into: bytes)
  }

  /// Says that a tensor will be read soon, so that a disk may begin; nothing happens if it is missing.
  package func announce(_ tensor: String) {
    if let (reader, tensor) = tensors.reader(of: tensor) { reader.file.announce(tensor.bytes) }
  }

  /// What stands under a name, which must have exactly this shape.
  ///
  /// - Throws: `checkpoint/missing-tensor`, `checkpoint/shape`.
  package func tensor(_ name: String, shape: [Int]) throws -> TensorDescription {
    let (_, tensor) = try found(name)
    guard tensor.shape == shape else {
      throw Diagnostic(
        "checkpoint/shape",
        "`\(name)` has the shape \(tensor.shape), the configuration asks for \(shape)",
        at: .init(file: file(of: name))
      )
    }
    return tensor
  }

  /// Reads a whole tensor of exactly this shape as floats.
  ///
  /// - Throws: `checkpoint/missing-tensor`, `checkpoint/shape`, or as `readRows`.
  package func floats(_ tensor: String, _ shape: [Int]) throws -> [Float] {
    let description = try self.tensor(tensor, shape: shape)
    return try floats(tensor, 0..<description.rowCount, description.rowLength)
  }

  private func floats(_ tensor: String, _ rows: Range<Int>, _ length: Int) throws -> [Float] {
    let total = rows.count * length
    return try [Float](unsafeUninitializedCapacity: total) { values, count in
      try readRows(of: tensor, rows, into: .init(rebasing: values[..<total]))
      count = total
    }
  }

  /// Whether two tensors hold the same numbers in the same shape; reads them as far as they do.
  ///
  /// - Throws: As `readRows`.
  package func areEqual(_ first: String, _ second: String) throws -> Bool {
    let (_, tensor) = try found(first)
    guard try found(second).1.shape == tensor.shape else { return false }
    let step = max(1, Self.comparedValues / max(1, tensor.rowLength))
    for start in stride(from: 0, to: tensor.rowCount, by: step) {
      let rows = start..<min(start + step, tensor.rowCount)
      guard try floats(first, rows, tensor.rowLength) == floats(second, rows, tensor.rowLength)
      else { return false }
    }
    return true
  }

  /// Values of each tensor that are compared at a time.
  private static var comparedValues: Int { 1 << 16 }

  /// Reads a tensor of signed bytes of exactly this shape.
  ///
  /// - Throws: `checkpoint/missing-tensor`, `checkpoint/shape`, `…/type`, or that the file cannot be
  ///   read.
  package func int8s(_ tensor: String, _ shape: [Int]) throws -> [Int8] {
    let description = try self.tensor(tensor, shape: shape)
    let (reader, _) = try found(tensor)
    guard description.type == .int8 else {
      let message = "holds \(description.type.rawValue) where I8 is expected"
      throw reader.problem("type", description, message)
    }
    return try [Int8](unsafeUninitializedCapacity: description.elementCount) { values, count in
      let part = UnsafeMutableBufferPointer(rebasing: values[..<description.elementCount])
      try reader.file.read(at: description.bytes.lowerBound, into: .init(part))
      count = description.elementCount
    }
  }

  /// Checks that a tensor of numbers stands under a name, of exactly this shape; reads none of them.
  ///
  /// - Throws: `checkpoint/missing-tensor`, `checkpoint/shape`, `…/type`.
  package func checkNumbers(_ tensor: String, shape: [Int]) throws {
    _ = try self.tensor(tensor, shape: shape)
    try readRows(of: tensor, 0..<0, into: .init(start: nil, count: 0))
  }

  private func found(_ tensor: String) throws -> (TensorReader, TensorDescription) {
    guard let found = tensors.reader(of: tensor) else {
      throw Diagnostic(
        "checkpoint/missing-tensor",
        "the weights have no tensor `\(tensor)`",
        at: .init(file: name)
      )
    }
    return found
  }
}
