import TensorCompute

/// The attention of a layer: by content alone, or by content and distance.
enum EncoderAttention: Sendable {
  case content(SelfAttention)
  case disentangled(DisentangledAttention)

  init(
    _ weights: EncoderWeights,
    _ configuration: EncoderConfiguration,
    _ names: LayerNames,
    projections: DenseLayer,
    relativeRows: [Float]
  ) throws {
    let (heads, headWidth) = (configuration.heads, configuration.headWidth)
    guard let options = configuration.disentangled else {
      // On floats in either precision: on bytes it is no faster with AVX2, and a third of the
      // distance between the two precisions would come from it.
      self = .content(SelfAttention(heads: heads, headWidth: headWidth))
      return
    }
    if options.isRelative {
      self = .disentangled(
        try DisentangledAttention(
          weights,
          configuration,
          options,
          names,
          projections: projections,
          relativeRows: relativeRows
        )
      )
    } else {
      let scale = 1 / Float(headWidth * options.scaleFactor).squareRoot()
      self = .content(SelfAttention(heads: heads, headWidth: headWidth, scale: scale))
    }
  }

  /// Lets every token attend to all tokens of its sequence; parameters as for `SelfAttention`.
  func apply(
    queries: MatrixView,
    keys: MatrixView,
    values: MatrixView,
    offsets: [Int],
    into output: MatrixView,
    workspace: Workspace
  ) {
    switch self {
    case .content(let attention):
      attention.apply(
        queries: queries,
        keys: keys,
        values: values,
        offsets: offsets,
        into: output,
        workspace: workspace
      )
    case .disentangled(let attention):
      attention.apply(
        queries: queries,
        keys: keys,
        values: values,
        offsets: offsets,
        into: output,
        workspace: workspace
      )
    }
  }
}
