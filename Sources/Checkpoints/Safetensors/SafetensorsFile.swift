import Diagnostics

/// One safetensors file whose header is checked and whose tensors are read when asked for.
package struct SafetensorsFile: ModelWeights {
  private let reader: TensorReader
  private let header: SafetensorsHeader

  /// Reads the header alone.
  ///
  /// - Throws: A `safetensors/…`, `json/…` or `checkpoint/…` diagnostic.
  package init(_ file: CheckpointFile) throws {
    reader = TensorReader(file: file, family: "safetensors")
    header = try SafetensorsHeader(reading: file)
  }

  package var name: String { reader.file.name }

  package var tensorNames: [String] { header.tensors.keys.sorted() }

  package func tensor(_ name: String) -> TensorDescription? { header.tensors[name] }

  package func readRows(
    of tensor: String,
    _ rows: Range<Int>,
    into values: UnsafeMutableBufferPointer<Float>
  ) throws {
    guard let tensor = self.tensor(tensor) else { throw missing(tensor) }
    try reader.readRows(of: tensor, rows, into: values)
  }

  package func readBytes(
    of tensor: String,
    rows: Range<Int>,
    into bytes: UnsafeMutableRawBufferPointer
  ) throws {
    guard let tensor = self.tensor(tensor) else { throw missing(tensor) }
    try reader.readBytes(of: tensor, rows: rows, into: bytes)
  }

  /// Reads a tensor of signed bytes of exactly this shape.
  ///
  /// - Throws: `checkpoint/missing-tensor`, `checkpoint/shape`, `safetensors/type`, or that the
  ///   file cannot be read.
  package func int8s(_ tensor: String, _ shape: [Int]) throws -> [Int8] {
    let tensor = try self.tensor(tensor, shape: shape)
    guard tensor.type == .int8 else {
      let message = "holds \(tensor.type.rawValue) where I8 is expected"
      throw reader.problem("type", tensor, message)
    }
    return try [Int8](unsafeUninitializedCapacity: tensor.elementCount) { values, count in
      let part = UnsafeMutableBufferPointer(rebasing: values[..<tensor.elementCount])
      try reader.file.read(at: tensor.bytes.lowerBound, into: .init(part))
      count = tensor.elementCount
    }
  }
}
