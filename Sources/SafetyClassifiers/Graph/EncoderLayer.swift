import TensorCompute

/// One layer: attention and a feed-forward net, each with its residual and its normalisation.
struct EncoderLayer: Sendable {
  private let attention: AttentionBlock
  private let mixing: DenseLayer
  private let attentionNorm: LayerNorm
  private let expansion: DenseLayer
  private let activation: Activation
  private let contraction: DenseLayer
  private let outputNorm: LayerNorm

  private static let mixed = Workspace.Slot("mixed")
  private static let expanded = Workspace.Slot("expanded")
  private static let firstInput = Workspace.Slot("first input")

  init(
    _ weights: EncoderWeights,
    _ configuration: EncoderConfiguration,
    number: Int,
    relativeRows: [Float]
  ) throws {
    let names = LayerNames(configuration.family, number)
    let width = configuration.width
    attention = try AttentionBlock(
      weights,
      configuration,
      names,
      isLast: number == configuration.layers - 1,
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
    let attended = attention.apply(states, offsets: offsets, workspace: workspace)
    let first = offsets.dropLast()
    finish(states, attended, into: states, preciseRows: first, workspace: workspace)
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
    let inputs = workspace.matrix(
      Self.firstInput,
      rows: offsets.count - 1,
      columns: states.columns
    )
    for row in 0..<inputs.rows {
      _ = inputs.row(row).update(fromContentsOf: states.row(offsets[row]))
    }
    let attended = attention.applyToFirst(
      inputs,
      of: states,
      offsets: offsets,
      workspace: workspace
    )
    let all = Array(0..<inputs.rows)[...]
    finish(inputs, attended, into: output, preciseRows: all, workspace: workspace)
  }

  /// What follows attention, row by row; the output may be the states.
  ///
  /// First tokens are multiplied more precisely: the head reads them alone, and in many encoders they
  /// hold one number twenty times as large as the rest.
  private func finish(
    _ states: MatrixView,
    _ attended: MatrixView,
    into output: MatrixView,
    preciseRows: ArraySlice<Int>,
    workspace: Workspace
  ) {
    let mixed = workspace.matrix(Self.mixed, rows: states.rows, columns: states.columns)
    mixing.apply(
      attended,
      into: mixed,
      residual: states,
      preciseRows: preciseRows,
      workspace: workspace
    )
    attentionNorm.apply(mixed, into: mixed)
    let expanded = workspace.matrix(Self.expanded, rows: states.rows, columns: expansion.outputs)
    expansion.apply(
      mixed,
      into: expanded,
      activation: activation,
      preciseRows: preciseRows,
      workspace: workspace
    )
    contraction.apply(
      expanded,
      into: output,
      residual: mixed,
      preciseRows: preciseRows,
      workspace: workspace
    )
    outputNorm.apply(output, into: output)
  }
}
