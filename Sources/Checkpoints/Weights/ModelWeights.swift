import Diagnostics

/// The tensors of a model, in whichever format they stand; several threads may read at once.
package protocol ModelWeights: Sendable {
  /// The path of the file or folder, for errors.
  var name: String { get }

  /// Of all tensors, sorted.
  var tensorNames: [String] { get }

  /// What stands under a name, nil where nothing does.
  func tensor(_ name: String) -> TensorDescription?

  /// The file that a tensor stands in, for errors; `name` where there is no such tensor.
  func file(of tensor: String) -> String

  /// Reads rows as floats, from 16, 32 or 64-bit floats or from blocks.
  ///
  /// - Parameters:
  ///   - tensor: A name; a missing one is an error.
  ///   - rows: Some of its rows; any others are a mistake of the caller's.
  ///   - values: Room for exactly these rows; what it holds after an error is undefined.
  /// - Throws: `checkpoint/missing-tensor`, `…/type`, `…/not-finite`, or that the file cannot be read.
  func readRows(
    of tensor: String,
    _ rows: Range<Int>,
    into values: UnsafeMutableBufferPointer<Float>
  ) throws

  /// Reads the bytes of rows as they stand in the file, for those who repack blocks themselves.
  ///
  /// Nothing is checked but their number: a scale may be infinite.
  /// - Throws: `checkpoint/missing-tensor`, or that the file cannot be read.
  func readBytes(
    of tensor: String,
    rows: Range<Int>,
    into bytes: UnsafeMutableRawBufferPointer
  ) throws
}

extension ModelWeights {
  package func file(of tensor: String) -> String { name }

  package func has(_ tensor: String) -> Bool { self.tensor(tensor) != nil }

  /// What stands under a name, which must have exactly this shape.
  ///
  /// - Throws: `checkpoint/missing-tensor`, `checkpoint/shape`.
  package func tensor(_ name: String, shape: [Int]) throws -> TensorDescription {
    guard let tensor = tensor(name) else { throw missing(name) }
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
    return try [Float](unsafeUninitializedCapacity: description.elementCount) { values, count in
      try readRows(
        of: tensor,
        0..<description.rowCount,
        into: .init(rebasing: values[..<description.elementCount])
      )
      count = description.elementCount
    }
  }

  func missing(_ tensor: String) -> Diagnostic {
    Diagnostic(
      "checkpoint/missing-tensor",
      "the weights have no tensor `\(tensor)`",
      at: .init(file: name)
    )
  }
}
