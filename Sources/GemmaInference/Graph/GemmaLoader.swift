import Checkpoints
import Diagnostics
import TensorCompute

/// Finds, checks and packs the tensors of a checkpoint.
struct GemmaLoader {
  private let configuration: GemmaConfiguration
  private let weights: CheckpointWeights
  private let names: GemmaTensorNames

  /// Looks at names alone: every one under the model's prefix must be known.
  ///
  /// - Throws: `checkpoint/missing-tensor`, `gemma/unknown-tensor`.
  init(_ configuration: GemmaConfiguration, _ weights: CheckpointWeights) throws {
    self.configuration = configuration
    self.weights = weights
    guard let names = GemmaTensorNames(configuration.family, has: weights.has) else {
      throw Diagnostic(
        "checkpoint/missing-tensor",
        "the weights have no tensor `model.embed_tokens.weight`",
        at: .init(file: weights.name)
      )
    }
    self.names = names
    try refuseUnknown()
  }

  private func refuseUnknown() throws {
    var known: Set<String> = [names.embedding, names.finalNorm]
    known.formUnion(names.heads)
    for number in configuration.layers.indices { known.formUnion(names.layer(number).all) }
    let layers = names.prefix + "layers."
    for name in weights.tensorNames
    where !known.contains(name) && name.hasPrefix(layers) && !name.hasSuffix("rotary_emb.inv_freq")
    {
      throw Diagnostic(
        "gemma/unknown-tensor",
        "`\(name)` has no place in a model of \(configuration.layers.count) layers of this family",
        at: .init(file: weights.name)
      )
    }
  }

  func embedding() throws -> [Float] {
    try weights.floats(names.embedding, [configuration.vocabulary, configuration.width])
  }

  func head(_ embedding: [Float]) throws -> Projection {
    guard !configuration.isTied else {
      return Projection(embedding, inputs: configuration.width)
    }
    let name = names.heads.first(where: weights.has) ?? names.heads[0]
    return try projection(name, configuration.vocabulary, configuration.width)
  }

  func finalNorm() throws -> [Float] { try gain(names.finalNorm, configuration.width) }

  func layer(_ number: Int) throws -> GemmaLayer {
    let layer = configuration.layers[number]
    let family = configuration.family
    let names = names.layer(number)
    let width = configuration.width
    let inner = configuration.innerWidth
    let queries = configuration.heads * layer.headWidth
    let keys = layer.keyValueHeads * layer.headWidth
    let post = family.hasPostNorms
    let perHead = family.normalizesQueriesAndKeys
    return GemmaLayer(
      configuration: layer,
      rotary: RotaryTable(layer),
      queries: try projection(names.queries, queries, width),
      keys: try projection(names.keys, keys, width),
      values: try projection(names.values, keys, width),
      attentionOutput: try projection(names.attentionOutput, width, queries),
      gate: try projection(names.gate, inner, width),
      up: try projection(names.up, inner, width),
      down: try projection(names.down, width, inner),
      attentionNorm: try gain(names.attentionNorm, width),
      feedForwardNorm: try gain(names.feedForwardNorm, width),
      attentionPostNorm: post ? try gain(names.attentionPostNorm, width) : nil,
      feedForwardPostNorm: post ? try gain(names.feedForwardPostNorm, width) : nil,
      queryNorm: perHead ? try gain(names.queryNorm, layer.headWidth) : nil,
      keyNorm: perHead ? try gain(names.keyNorm, layer.headWidth) : nil
    )
  }

  private func projection(_ name: String, _ outputs: Int, _ inputs: Int) throws -> Projection {
    Projection(try weights.floats(name, [outputs, inputs]), inputs: inputs)
  }

  /// Checkpoints store what is added to one.
  private func gain(_ name: String, _ width: Int) throws -> [Float] {
    try weights.floats(name, [width]).map { $0 + 1 }
  }
}
