import TensorCompute

/// The first half of a layer: projections to queries, keys and values, and their attention.
enum AttentionBlock: Sendable {
  /// Queries, keys and values come side by side from one layer.
  case everyToken(DenseLayer, EncoderAttention)
  /// Queries of first tokens, and keys and values of all, side by side.
  case firstToken(queries: DenseLayer, keysAndValues: DenseLayer, FirstTokenAttention)

  private static let projected = Workspace.Slot("projections")
  private static let attended = Workspace.Slot("attended")
  private static let queries = Workspace.Slot("first queries")
  private static let first = Workspace.Slot("first attended")

  init(
    _ weights: EncoderWeights,
    _ configuration: EncoderConfiguration,
    _ names: LayerNames,
    isLast: Bool,
    relativeRows: [Float]
  ) throws {
    let width = configuration.width
    if isLast, let scale = EncoderAttention.contentScale(configuration) {
      let (heads, headWidth) = (configuration.heads, configuration.headWidth)
      self = .firstToken(
        queries: try weights.dense(names.queries, outputs: width, inputs: width),
        keysAndValues: try weights.dense(
          [names.keys, names.values],
          outputs: width,
          inputs: width
        ),
        FirstTokenAttention(heads: heads, headWidth: headWidth, scale: scale)
      )
      return
    }
    let projections = try weights.dense(
      [names.queries, names.keys, names.values],
      outputs: width,
      inputs: width
    )
    let attention = try EncoderAttention(
      weights,
      configuration,
      names,
      projections: projections,
      relativeRows: relativeRows
    )
    self = .everyToken(projections, attention)
  }

  /// Attends for every token.
  ///
  /// - Parameters:
  ///   - states: Of every token.
  ///   - offsets: Where each sequence begins, and the number of tokens at the end.
  ///   - workspace: Owns the result until the next call.
  /// - Returns: tokens × width.
  func apply(_ states: MatrixView, offsets: [Int], workspace: Workspace) -> MatrixView {
    guard case .everyToken(let projections, let attention) = self else {
      preconditionFailure("the last layer attends for first tokens alone")
    }
    let width = states.columns
    let projected = workspace.matrix(Self.projected, rows: states.rows, columns: 3 * width)
    projections.apply(
      states,
      into: projected,
      preciseRows: offsets.dropLast(),
      workspace: workspace
    )
    let attended = workspace.matrix(Self.attended, rows: states.rows, columns: width)
    attention.apply(
      queries: projected.columns(0..<width),
      keys: projected.columns(width..<2 * width),
      values: projected.columns(2 * width..<3 * width),
      offsets: offsets,
      into: attended,
      workspace: workspace
    )
    return attended
  }

  /// Attends for the first token of each sequence.
  ///
  /// - Parameters:
  ///   - inputs: The states of first tokens, sequences × width.
  ///   - states: Of every token.
  ///   - offsets: Where each sequence begins, and the number of tokens at the end.
  ///   - workspace: Owns the result until the next call.
  /// - Returns: sequences × width.
  func applyToFirst(
    _ inputs: MatrixView,
    of states: MatrixView,
    offsets: [Int],
    workspace: Workspace
  ) -> MatrixView {
    let width = states.columns
    let first = workspace.matrix(Self.first, rows: inputs.rows, columns: width)
    guard case .firstToken(let queryLayer, let keysAndValues, let attention) = self else {
      let attended = apply(states, offsets: offsets, workspace: workspace)
      for row in 0..<first.rows {
        _ = first.row(row).update(fromContentsOf: attended.row(offsets[row]))
      }
      return first
    }
    let queries = workspace.matrix(Self.queries, rows: inputs.rows, columns: width)
    queryLayer.apply(
      inputs,
      into: queries,
      preciseRows: Array(0..<inputs.rows)[...],
      workspace: workspace
    )
    let projected = workspace.matrix(Self.projected, rows: states.rows, columns: 2 * width)
    keysAndValues.apply(
      states,
      into: projected,
      preciseRows: offsets.dropLast(),
      workspace: workspace
    )
    attention.apply(
      queries: queries,
      keys: projected.columns(0..<width),
      values: projected.columns(width..<2 * width),
      offsets: offsets,
      into: first,
      workspace: workspace
    )
    return first
  }
}
