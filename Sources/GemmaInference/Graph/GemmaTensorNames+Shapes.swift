import Checkpoints
import Diagnostics

extension GemmaConfiguration {
  /// Checks by headers alone that weights are a model of this configuration, whole and no more.
  ///
  /// - Throws: `checkpoint/missing-tensor`, `checkpoint/shape`, `…/type`, `gemma/unknown-tensor`.
  package func check(_ weights: any ModelWeights) throws {
    _ = try GemmaTensorNames(family, in: weights).checkedShapes(of: self, in: weights)
  }
}

extension GemmaConfiguration {
  /// The configuration that the weights bear out: an output head beside the embedding that is not a
  /// copy of it is one of its own, whatever `tie_word_embeddings` says, as transformers has it.
  ///
  /// A copy is read to its end, another head to its first number that differs.
  /// - Throws: `checkpoint/missing-tensor`, `…/type`, `…/not-finite`, or that a file cannot be read.
  func borneOut(by weights: any ModelWeights) throws -> GemmaConfiguration {
    let names = try GemmaTensorNames(family, in: weights)
    guard isTied, let head = names.heads.first(where: weights.has), head != names.embedding else {
      return self
    }
    var configuration = self
    configuration.isTied = try weights.areEqual(head, names.embedding)
    return configuration
  }
}

extension GemmaTensorNames {
  /// Where the output head stands, which is the embedding where the two are tied.
  func head(of configuration: GemmaConfiguration, in weights: any ModelWeights) -> String {
    guard !configuration.isTied else { return embedding }
    return heads.first { weights.has($0) } ?? heads[0]
  }

  /// Every tensor of the model with its shape, once weights were found to hold them.
  ///
  /// A tensor within layers that has no place is refused: the model was trained with it.
  /// - Returns: Shapes by name.
  /// - Throws: `checkpoint/missing-tensor`, `checkpoint/shape`, `…/type`, `gemma/unknown-tensor`.
  func checkedShapes(
    of configuration: GemmaConfiguration,
    in weights: any ModelWeights
  ) throws -> [String: [Int]] {
    let head = head(of: configuration, in: weights)
    guard configuration.isTied || head != embedding else { throw Self.noEmbedding(weights) }
    let shapes = shapes(of: configuration, head: head)
    for (name, shape) in shapes.sorted(by: { $0.key < $1.key }) {
      try weights.checkNumbers(name, shape: shape)
    }
    let unused = Set(
      configuration.layers.indices.flatMap { layer($0, of: configuration).unused }
    )
    for name in weights.tensorNames
    where name.hasPrefix(layers) && shapes[name] == nil && !name.hasSuffix(".inv_freq")
      && !unused.contains(name)
    {
      throw Diagnostic(
        "gemma/unknown-tensor",
        "`\(name)` has no place in a model of \(configuration.layers.count) layers of this family",
        at: .init(file: weights.file(of: name))
      )
    }
    return shapes
  }

  private func shapes(of configuration: GemmaConfiguration, head: String) -> [String: [Int]] {
    let table = [configuration.vocabulary, configuration.width]
    var shapes = [embedding: table, finalNorm: [configuration.width]]
    shapes[head] = table
    if configuration.perLayerWidth > 0 {
      let inputs = configuration.layers.count * configuration.perLayerWidth
      shapes[perLayerTable] = [configuration.perLayerVocabulary, inputs]
      shapes[perLayerModelProjection] = [inputs, configuration.width]
      shapes[perLayerModelNorm] = [configuration.perLayerWidth]
    }
    for number in configuration.layers.indices {
      shapes.merge(layer(number, of: configuration).shapes(in: configuration)) { $1 }
    }
    return shapes
  }
}

extension GemmaLayerNames {
  /// Every tensor of the layer with its shape.
  fileprivate func shapes(in configuration: GemmaConfiguration) -> [String: [Int]] {
    let (width, inner) = (configuration.width, layer.innerWidth)
    let perLayer = configuration.perLayerWidth
    let asked = configuration.heads * layer.headWidth
    let kept = layer.keyValueHeads * layer.headWidth
    var stated = [
      queries: [asked, width], keys: [kept, width], values: [kept, width],
      attentionOutput: [width, asked], gate: [inner, width], up: [inner, width],
      down: [width, inner], queryNorm: [layer.headWidth], keyNorm: [layer.headWidth],
      perLayerGate: [perLayer, width], perLayerProjection: [width, perLayer], scale: [1],
    ]
    if let experts = configuration.experts {
      stated[expertGatesAndUps] = [experts.count, 2 * experts.innerWidth, width]
      stated[expertDowns] = [experts.count, width, experts.innerWidth]
      stated[router] = [experts.count, width]
      stated[expertScales] = [experts.count]
    }
    return Dictionary(uniqueKeysWithValues: all.map { ($0, stated[$0] ?? [width]) })
  }
}
