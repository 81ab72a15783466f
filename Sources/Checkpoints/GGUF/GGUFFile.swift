import Diagnostics

/// One GGUF file whose header is checked and whose tensors are read when asked for.
///
/// Rows of a matrix are what ggml calls its second dimension, so that shapes read as those of
/// safetensors.
package struct GGUFFile: ModelWeights {
  /// 2 or 3.
  package let version: Int
  package let metadata: GGUFMetadata
  private let tensors: [String: TensorDescription]
  private let reader: TensorReader

  /// Reads all that stands ahead of the tensors.
  ///
  /// - Throws: A `gguf/…` or `checkpoint/…` diagnostic that names the field and the byte.
  package init(_ file: CheckpointFile) throws {
    let header = try GGUFHeaderReader(file)
    version = Int(header.version)
    metadata = header.metadata
    tensors = header.tensors
    reader = TensorReader(file: file, family: "gguf")
  }

  /// Opens a file on disk.
  ///
  /// - Throws: As the other.
  package init(path: String) throws {
    try self.init(try CheckpointFile(path: path, maximum: GGUFLimits.fileBytes))
  }

  package var name: String { reader.file.name }

  package var tensorNames: [String] { tensors.keys.sorted() }

  package func tensor(_ name: String) -> TensorDescription? { tensors[name] }

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
}
