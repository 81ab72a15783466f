import Checkpoints
import TensorCompute

/// Finds and checks the tensors of a checkpoint, and packs them when they are asked for.
struct GemmaLoader: Sendable {
  let configuration: GemmaConfiguration
  let weights: any ModelWeights
  private let names: GemmaTensorNames
  let packer: TensorPacker
  let exactPacker: TensorPacker
  /// Every tensor of the model with the shape that the configuration gives it.
  private let shapes: [String: [Int]]
  private let headName: String
  /// The tables that layers differ in.
  let rotaries: [RotaryTable]

  /// Looks at headers alone: every tensor is there, of its shape and of a type that is read.
  ///
  /// - Throws: `checkpoint/missing-tensor`, `checkpoint/shape`, `…/type`, `gemma/unknown-tensor`.
  init(
    _ configuration: GemmaConfiguration,
    _ weights: any ModelWeights,
    _ precision: GemmaPrecision
  ) throws {
    self.configuration = configuration
    self.weights = weights
    packer = TensorPacker(weights, precision)
    exactPacker = TensorPacker(weights, .float32)
    let names = try GemmaTensorNames(configuration.family, in: weights)
    self.names = names
    rotaries = configuration.layers.reduce(into: []) { tables, layer in
      let table = RotaryTable(layer)
      if !tables.contains(table) { tables.append(table) }
    }
    shapes = try names.checkedShapes(of: configuration, in: weights)
    headName = names.head(of: configuration, in: weights)
  }

  /// The output head, which is the embedding where the two are tied.
  func head(on threads: WorkerThreads) throws -> PackedMatrix {
    try matrix(headName, on: threads)
  }

  func headRows(of tokens: [Int32]) throws -> PackedMatrix {
    try packer.rows(tokens.map { Int($0) }, of: try tensor(headName))
  }

  func embeddingRows(of tokens: [Int32]) throws -> PackedMatrix {
    try packer.rows(tokens.map { Int($0) }, of: try tensor(names.embedding))
  }

  func finalNorm() throws -> RMSNorm { try norm(names.finalNorm) }

  /// Asks the system to fetch the weights of a layer, if there is one, before they are read.
  func announce(layer number: Int) {
    guard configuration.layers.indices.contains(number) else { return }
    for name in names.layer(number, of: configuration).all { weights.announce(name) }
  }

  func layer(_ number: Int, on threads: WorkerThreads) throws -> GemmaLayer {
    let layer = configuration.layers[number]
    let names = names.layer(number, of: configuration)
    let isReader = layer.keyValueSource != nil
    let inputs = [names.queries, names.keys, names.values]
    let count = isReader ? 1 : layer.keysAreValues ? 2 : 3
    let post = configuration.family.hasPostNorms
    let perHead = configuration.family.normalizesQueriesAndKeys
    return GemmaLayer(
      configuration: layer,
      rotary: rotaries.firstIndex(of: RotaryTable(layer)) ?? 0,
      attention: attention(layer),
      attentionInput: PackedMatrixGroup(
        try inputs.prefix(count).map { try matrix($0, on: threads) }
      ),
      attentionOutput: try matrix(names.attentionOutput, on: threads),
      gated: GatedProduct(
        gate: try matrix(names.gate, on: threads),
        up: try matrix(names.up, on: threads)
      ),
      down: try matrix(names.down, on: threads),
      attentionNorm: try norm(names.attentionNorm),
      feedForwardNorm: try norm(names.feedForwardNorm),
      attentionPostNorm: post ? try norm(names.attentionPostNorm) : nil,
      feedForwardPostNorm: post ? try norm(names.feedForwardPostNorm) : nil,
      queryNorm: perHead ? try norm(names.queryNorm) : nil,
      keyNorm: perHead && !isReader ? try norm(names.keyNorm) : nil,
      valueNorm: configuration.family.normalizesValues ? valueNorm(layer) : nil,
      perLayer: names.hasPerLayerInput ? try perLayerInput(names, on: threads) : nil,
      experts: try configuration.experts.map { try experts($0, names, on: threads) },
      scale: configuration.family.normalizesValues
        ? try weights.floats(names.scale, [1]).first : nil
    )
  }

  /// Without a gain.
  private func valueNorm(_ layer: GemmaLayerConfiguration) -> RMSNorm {
    RMSNorm(
      gain: Array(repeating: 1, count: layer.headWidth),
      epsilon: configuration.epsilon
    )
  }

  private func perLayerInput(
    _ names: GemmaLayerNames,
    on threads: WorkerThreads
  ) throws -> GemmaLayer.PerLayerInput {
    GemmaLayer.PerLayerInput(
      gate: try matrix(names.perLayerGate, on: threads),
      projection: try matrix(names.perLayerProjection, on: threads),
      norm: try norm(names.perLayerNorm)
    )
  }

  /// Rows of the table that gives every layer numbers of each token.
  func perLayerRows(of tokens: [Int32]) throws -> PackedMatrix {
    try packer.rows(tokens.map { Int($0) }, of: try tensor(names.perLayerTable))
  }

  /// What makes such numbers of the tokens' embeddings.
  func perLayerModelInput(
    on threads: WorkerThreads
  ) throws -> (projection: PackedMatrix, norm: RMSNorm) {
    (
      try matrix(names.perLayerModelProjection, on: threads),
      try norm(names.perLayerModelNorm)
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

  func tensor(_ name: String) throws -> TensorDescription {
    try weights.tensor(name, shape: shapes[name] ?? [])
  }

  private func matrix(_ name: String, on threads: WorkerThreads) throws -> PackedMatrix {
    try packer.matrix(try tensor(name), on: threads)
  }

  /// Most checkpoints store what is added to one, GGUF files the sum.
  func norm(_ name: String) throws -> RMSNorm {
    let stored = try weights.floats(name, shapes[name] ?? [])
    return RMSNorm(
      gain: names.scheme == .gguf || configuration.family.storesWholeGains
        ? stored : stored.map { $0 + 1 },
      epsilon: configuration.epsilon
    )
  }
}
