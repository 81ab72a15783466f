import Checkpoints
import Diagnostics
import TensorCompute

/// A Gemma model ready to run: its configuration and its packed weights, shared by all sessions.
package struct GemmaModel: Sendable {
  package let configuration: GemmaConfiguration
  let layers: [GemmaLayer]
  let embedding: [Float]
  let head: Projection
  let finalNorm: [Float]
  /// The folder or file, for errors.
  package let name: String

  func attention(_ layer: GemmaLayerConfiguration) -> CachedAttention {
    CachedAttention(
      heads: configuration.heads,
      window: layer.window,
      scale: configuration.queryScale,
      cap: configuration.attentionCap
    )
  }

  /// Reads and packs a checkpoint.
  ///
  /// - Throws: A diagnostic that names file and field or tensor.
  package init(_ folder: CheckpointFolder) throws {
    let configuration = try GemmaConfiguration(try ModelConfiguration(folder))
    let weights = try CheckpointWeights(folder)
    let loader = try GemmaLoader(configuration, weights)
    self.configuration = configuration
    name = folder.name
    embedding = try loader.embedding()
    head = try loader.head(embedding)
    finalNorm = try loader.finalNorm()
    layers = try configuration.layers.indices.map { try loader.layer($0) }
  }
}
