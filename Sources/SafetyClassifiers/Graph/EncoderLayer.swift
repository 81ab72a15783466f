import TensorCompute

/// One layer: attention and a feed-forward net, each with its residual and its normalisation.
struct EncoderLayer: Sendable {
  /// Queries, keys and values, side by side.
  let projections: DenseLayer
  let attention: EncoderAttention
  private let mixing: DenseLayer
  private let attentionNorm: LayerNorm
  private let expansion: DenseLayer
  private let activation: Activation
  private let contraction: DenseLayer
  private let outputNorm: LayerNorm

  private static let projected = Workspace.Slot("projections")
  private static let attended = Workspace.Slot("attended")
  private static let mixed = Workspace.Slot("mixed")
  private static let expanded = Workspace.Slot("expanded")
  private static let firstAttended = Workspace.Slot("first attended")
  private static let firstInput = Workspace.Slot("first input")

  init(
    _ weights: EncoderWeights,
    _ configuration: EncoderConfiguration,
    number: Int,
    relativeRows: [Float]
  ) throws {
    let names = LayerNames(configuration.family, number)
    let width = configuration.width
    projections = try weights.dense(
      [names.queries, names.keys, names.values],
      outputs: width,
      inputs: width
    )
    attention = try EncoderAttention(
      weights,
      configuration,
      names,
      projections: projections,
      relativeRows: relativeRows
    )
    mixing = try weights.dense(names.mixing, outputs: width, inputs: width)
    let epsilon = configuration.epsilon
    attentionNorm = try weights.norm(names.attentionNorm, width: width, epsilon: epsilon)
    let inner = configuration.innerWidth
    expansion = try weights.dense(names.expansion, outputs: inner, inputs: width)
    activation = configuration.activation
    contraction = try weights.dense(names.contraction, outputs: width, inputs: inner)
    outputNorm = try weights.norm(names.outputNorm, width: width, epsilon: epsilon)
  }

  /// Replaces the hidden states of every token.
  func apply(_ states: MatrixView, offsets: [Int], workspace: Workspace) {
    let attended = attend(states, offsets: offsets, workspace: workspace)
    finish(states, attended, into: states, workspace: workspace)
  }

  /// Computes the states of each sequence's first token alone, which is all that a head looks at.
  ///
  /// - Parameters:
  ///   - states: Of every token.
  ///   - offsets: Where each sequence begins, and the number of tokens at the end.
  ///   - output: sequences × width.
  ///   - workspace: Scratch of the calling worker.
  func applyToFirst(
    _ states: MatrixView,
    offsets: [Int],
    into output: MatrixView,
    workspace: Workspace
  ) {
    let attended = attend(states, offsets: offsets, workspace: workspace)
    let rows = offsets.count - 1
    let first = workspace.matrix(Self.firstAttended, rows: rows, columns: states.columns)
    let inputs = workspace.matrix(Self.firstInput, rows: rows, columns: states.columns)
    for row in 0..<rows {
      _ = first.row(row).update(fromContentsOf: attended.row(offsets[row]))
      _ = inputs.row(row).update(fromContentsOf: states.row(offsets[row]))
    }
    finish(inputs, first, into: output, workspace: workspace)
  }

  private func attend(_ states: MatrixView, offsets: [Int], workspace: Workspace) -> MatrixView {
    let width = states.columns
    let projected = workspace.matrix(Self.projected, rows: states.rows, columns: 3 * width)
    projections.apply(states, into: projected, workspace: workspace)
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

  /// What follows attention, row by row; the output may be the states.
  private func finish(
    _ states: MatrixView,
    _ attended: MatrixView,
    into output: MatrixView,
    workspace: Workspace
  ) {
    let mixed = workspace.matrix(Self.mixed, rows: states.rows, columns: states.columns)
    mixing.apply(attended, into: mixed, residual: states, workspace: workspace)
    attentionNorm.apply(mixed, into: mixed)
    let expanded = workspace.matrix(Self.expanded, rows: states.rows, columns: expansion.outputs)
    expansion.apply(mixed, into: expanded, activation: activation, workspace: workspace)
    contraction.apply(expanded, into: output, residual: mixed, workspace: workspace)
    outputNorm.apply(output, into: output)
  }
}
