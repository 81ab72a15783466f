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
    if let options = configuration.disentangled, options.isRelative {
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
      return
    }
    // On floats in either precision: on bytes it is no faster with AVX2, and a third of the
    // distance between the two precisions would come from it.
    self = .content(
      SelfAttention(
        heads: configuration.heads,
        headWidth: configuration.headWidth,
        scale: Self.contentScale(configuration)
      )
    )
  }

  /// What scores are multiplied with where content alone counts; nil where distances do too.
  static func contentScale(_ configuration: EncoderConfiguration) -> Float? {
    guard let options = configuration.disentangled else {
      return 1 / Float(configuration.headWidth).squareRoot()
    }
    guard !options.isRelative else { return nil }
    return 1 / Float(configuration.headWidth * options.scaleFactor).squareRoot()
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
