import TensorCompute

extension Workspace.Slot {
  fileprivate static let perLayer = Self("inputs of each layer")
  fileprivate static let perLayerTable = Self("inputs of each layer from the table")
  fileprivate static let perLayerGate = Self("gate of a layer's inputs")
}

/// What every layer gets of each token by itself, the layers side by side (Gemma 3n and 4).
struct PerLayerInputs {
  fileprivate let matrix: MatrixView
  fileprivate let width: Int

  /// Those of one layer.
  func of(_ layer: Int) -> MatrixView {
    matrix.columns(layer * width..<(layer + 1) * width)
  }
}

extension GemmaEngine {
  /// Takes a table's numbers of the tokens together with what a product makes of their embeddings.
  ///
  /// - Parameters:
  ///   - tokens: Of all rows.
  ///   - embeddings: Theirs, as the first layer gets them.
  /// - Returns: Nil where the model has no such inputs; valid until the next call.
  /// - Throws: That weights cannot be read, or hold what is no number.
  func perLayerInputs(_ tokens: [Int32], _ embeddings: MatrixView) throws -> PerLayerInputs? {
    let width = model.configuration.perLayerWidth
    guard width > 0 else { return nil }
    let columns = width * model.configuration.layers.count
    let inputs = workspace.matrix(.perLayer, rows: tokens.count, columns: columns)
    let table = workspace.matrix(.perLayerTable, rows: tokens.count, columns: columns)
    try packing { try model.embedPerLayer(tokens) { table.row($0) } }
    let source = try packing { try model.perLayerInput(on: threads) }
    source.projection.apply(embeddings, into: inputs, on: threads, workspace: workspace)
    let scale = Float(1 / Double(embeddings.columns).squareRoot())
    Self.forEachRow(inputs, table) { input, _ in input *= scale }
    source.norm.apply(inputs, into: inputs)
    // The mean of two independent sources, with the spread of one.
    let half = Float(0.5).squareRoot()
    Self.forEachRow(inputs, table) { input, other in input = (input + other) * half }
    return PerLayerInputs(matrix: inputs, width: width)
  }

  /// Adds a layer's own inputs to the states, and scales them, where the family does so.
  func finish(_ states: MatrixView, _ layer: GemmaLayer, _ inputs: MatrixView?) {
    if let perLayer = layer.perLayer, let inputs {
      let gate = workspace.matrix(.perLayerGate, rows: states.rows, columns: inputs.columns)
      perLayer.gate.apply(states, into: gate, on: threads, workspace: workspace)
      activate(gate, times: inputs)
      let update = workspace.matrix(.update, rows: states.rows, columns: states.columns)
      perLayer.projection.apply(gate, into: update, on: threads, workspace: workspace)
      perLayer.norm.apply(update, into: states, adding: states)
    }
    guard let scale = layer.scale else { return }
    Self.forEachRow(states, states) { state, _ in state *= scale }
  }

  /// `gelu(gate) ⊙ inputs`, by the approximation with tanh (Hendrycks and Gimpel 2016).
  private func activate(_ gate: MatrixView, times inputs: MatrixView) {
    let bend = workspace.matrix(.perLayerTable, rows: gate.rows, columns: gate.columns)
    let root = Float((2 / Double.pi).squareRoot())
    Self.forEachRow(bend, gate) { bend, x in bend = root * (x + 0.044715 * x * x * x) }
    // A cap of 1 is tanh itself, by a kernel that gives the same bits on every CPU.
    RowFunctions.softCap(bend, cap: 1)
    Self.forEachRow(gate, bend) { x, bend in x = 0.5 * x * (1 + bend) }
    Self.forEachRow(gate, inputs) { x, input in x *= input }
  }

  /// Changes every number of a matrix beside the one of another matrix of its shape.
  private static func forEachRow(
    _ matrix: MatrixView,
    _ other: MatrixView,
    _ change: (inout Float, Float) -> Void
  ) {
    for row in 0..<matrix.rows {
      let (numbers, others) = (matrix.row(row), other.row(row))
      for column in 0..<matrix.columns { change(&numbers[column], others[column]) }
    }
  }
}
