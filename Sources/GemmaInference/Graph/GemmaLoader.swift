import Checkpoints
import Diagnostics
import TensorCompute

/// Finds, checks and packs the tensors of a checkpoint.
struct GemmaLoader {
  private let configuration: GemmaConfiguration
  private let weights: any ModelWeights
  private let names: GemmaTensorNames
  private let packer: TensorPacker
  /// The tables that layers differ in.
  let rotaries: [RotaryTable]

  /// Looks at names alone: every one of a layer must be known.
  ///
  /// - Throws: `checkpoint/missing-tensor`, `gemma/unknown-tensor`.
  init(
    _ configuration: GemmaConfiguration,
    _ weights: any ModelWeights,
    _ precision: GemmaPrecision,
    _ threads: WorkerThreads
  ) throws {
    self.configuration = configuration
    self.weights = weights
    packer = TensorPacker(weights, precision, threads)
    names = try GemmaTensorNames(configuration.family, in: weights)
    rotaries = configuration.layers.reduce(into: []) { tables, layer in
      let table = RotaryTable(layer)
      if !tables.contains(table) { tables.append(table) }
    }
    try refuseUnknown()
  }

  private func refuseUnknown() throws {
    var known: Set<String> = []
    for number in configuration.layers.indices { known.formUnion(names.layer(number).all) }
    for name in weights.tensorNames
    where name.hasPrefix(names.layers) && !known.contains(name) && !name.hasSuffix(".inv_freq") {
      throw Diagnostic(
        "gemma/unknown-tensor",
        "`\(name)` has no place in a model of \(configuration.layers.count) layers of this family",
        at: .init(file: weights.file(of: name))
      )
    }
  }

  func embedding() throws -> PackedMatrix {
    try packer.matrix(names.embedding, configuration.vocabulary, configuration.width)
  }

  /// The output head, nil where it is the embedding.
  func head() throws -> PackedMatrix? {
    guard !configuration.isTied else { return nil }
    let name = names.heads.first { weights.has($0) } ?? names.heads[0]
    return try packer.matrix(name, configuration.vocabulary, configuration.width)
  }

  func finalNorm() throws -> RMSNorm { try norm(names.finalNorm, configuration.width) }

  func layer(_ number: Int) throws -> GemmaLayer {
    let layer = configuration.layers[number]
    let names = names.layer(number)
    let width = configuration.width
    let inner = configuration.innerWidth
    let queries = configuration.heads * layer.headWidth
    let keys = layer.keyValueHeads * layer.headWidth
    let post = configuration.family.hasPostNorms
    let perHead = configuration.family.normalizesQueriesAndKeys
    return GemmaLayer(
      configuration: layer,
      rotary: rotaries.firstIndex(of: RotaryTable(layer)) ?? 0,
      attention: attention(layer),
      attentionInput: PackedMatrixGroup([
        try packer.matrix(names.queries, queries, width),
        try packer.matrix(names.keys, keys, width),
        try packer.matrix(names.values, keys, width),
      ]),
      attentionOutput: try packer.matrix(names.attentionOutput, width, queries),
      gated: GatedProduct(
        gate: try packer.matrix(names.gate, inner, width),
        up: try packer.matrix(names.up, inner, width)
      ),
      down: try packer.matrix(names.down, width, inner),
      attentionNorm: try norm(names.attentionNorm, width),
      feedForwardNorm: try norm(names.feedForwardNorm, width),
      attentionPostNorm: post ? try norm(names.attentionPostNorm, width) : nil,
      feedForwardPostNorm: post ? try norm(names.feedForwardPostNorm, width) : nil,
      queryNorm: perHead ? try norm(names.queryNorm, layer.headWidth) : nil,
      keyNorm: perHead ? try norm(names.keyNorm, layer.headWidth) : nil
    )
  }

  private func attention(_ layer: GemmaLayerConfiguration) -> CachedAttention {
    CachedAttention(
      heads: configuration.heads,
      scale: configuration.queryScale,
      softCap: configuration.attentionCap,
      window: layer.window
    )
  }

  /// Checkpoints store what is added to one, GGUF files the sum.
  private func norm(_ name: String, _ width: Int) throws -> RMSNorm {
    let stored = try weights.floats(name, [width])
    return RMSNorm(
      gain: names.scheme == .gguf ? stored : stored.map { $0 + 1 },
      epsilon: configuration.epsilon
    )
  }
}
