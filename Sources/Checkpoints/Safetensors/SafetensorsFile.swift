/// One safetensors file whose header is checked and whose tensors are read when asked for.
package struct SafetensorsFile: ModelWeights {
  package let tensors: TensorSet

  /// Reads the header alone.
  ///
  /// - Throws: A `safetensors/…`, `json/…` or `checkpoint/…` diagnostic.
  package init(_ file: CheckpointFile) throws {
    let header = try SafetensorsHeader(reading: file)
    tensors = TensorSet(header.tensors, TensorReader(file: file, family: "safetensors"))
  }
}
