import Diagnostics

/// A GGUF model whose headers are checked and whose tensors are read when asked for.
///
/// Rows of a matrix are what ggml calls its second dimension, so that shapes read as those of
/// safetensors. A model may be split into several files; the metadata are those of the first.
package struct GGUFFile: ModelWeights {
  package let metadata: GGUFMetadata
  package let tensors: TensorSet

  /// Reads all that stands ahead of the tensors.
  ///
  /// - Parameters:
  ///   - file: The model, or the first part of it.
  ///   - open: Opens another part by its path; without it a model of several parts is refused.
  /// - Throws: A `gguf/…` or `checkpoint/…` diagnostic that names the field and the byte.
  package init(
    _ file: CheckpointFile,
    parts open: ((String) throws -> CheckpointFile)? = nil
  ) throws {
    let header = try GGUFHeaderReader(file)
    metadata = header.metadata
    let first = TensorSet(header.tensors, TensorReader(file: file, family: "gguf"))
    tensors =
      if let split = try GGUFSplit(header.metadata) {
        try split.joined(first, file, parts: open)
      } else {
        first
      }
  }

  /// Opens a file on disk, and the other parts beside it where it is the first of several.
  ///
  /// - Throws: As the other.
  package init(path: String) throws {
    let open = { try CheckpointFile(path: $0, maximum: GGUFLimits.fileBytes) }
    try self.init(try open(path), parts: open)
  }
}
