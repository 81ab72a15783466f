extension GemmaTensorNames {
  /// Every tensor that a model of a configuration has, with its shape.
  ///
  /// - Parameters:
  ///   - configuration: What gives the sizes.
  ///   - head: Where the output head stands if it is not the embedding.
  /// - Returns: Shapes by name.
  func shapes(in configuration: GemmaConfiguration, head: String) -> [String: [Int]] {
    let table = [configuration.vocabulary, configuration.width]
    var shapes = [embedding: table, finalNorm: [configuration.width]]
    if !configuration.isTied { shapes[head] = table }
    for (number, layer) in configuration.layers.enumerated() {
      shapes.merge(self.layer(number).shapes(of: layer, in: configuration)) { $1 }
    }
    return shapes
  }
}

extension GemmaLayerNames {
  /// Every tensor of the layer with its shape.
  fileprivate func shapes(
    of layer: GemmaLayerConfiguration,
    in configuration: GemmaConfiguration
  ) -> [String: [Int]] {
    let (width, inner) = (configuration.width, configuration.innerWidth)
    let asked = configuration.heads * layer.headWidth
    let kept = layer.keyValueHeads * layer.headWidth
    var shapes = [
      queries: [asked, width], keys: [kept, width], values: [kept, width],
      attentionOutput: [width, asked], gate: [inner, width], up: [inner, width],
      down: [width, inner],
    ]
    for name in [queryNorm, keyNorm] where all.contains(name) { shapes[name] = [layer.headWidth] }
    for name in all where shapes[name] == nil { shapes[name] = [width] }
    return shapes
  }
}
