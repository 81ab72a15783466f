import TensorCompute

extension Workspace.Slot {
  static let states = Self("states")
  static let normal = Self("normal")
  static let projected = Self("queries, keys and values")
  static let attended = Self("attended")
  static let update = Self("update")
  static let gated = Self("gated")
  static let values = Self("values")
  static let logits = Self("logits")
}

extension GemmaEngine {
  /// Rows whose logits are computed together: each has as many as the vocabulary.
  private static let logitRows = 16

  /// Takes tokens of some sessions through all layers and the last norm.
  ///
  /// - Returns: rows × width, valid until the next call.
  /// - Throws: That weights cannot be read, or hold what is no number.
  func forward(_ segments: [Segment]) throws -> MatrixView {
    let rows = segments.last?.rows.upperBound ?? 0
    let states = workspace.matrix(.states, rows: rows, columns: model.configuration.width)
    let tokens = segments.flatMap(\.tokens)
    try packing { try model.embed(tokens) { states.row($0) } }
    let inputs = try perLayerInputs(tokens, states)
    let angles = model.rotaries.enumerated().map { number, table in
      table.angles(of: segments, number: number, workspace: workspace)
    }
    for number in model.configuration.layers.indices {
      let layer = try packing { try model.layer(number, on: threads) }
      attend(states, segments, number, layer, angles[layer.rotary])
      feedForward(states, layer)
      finish(states, layer, inputs?.of(number))
    }
    let norm = try packing { try model.finalNorm() }
    norm.apply(states, into: states)
    return states
  }

  private func attend(
    _ states: MatrixView,
    _ segments: [Segment],
    _ number: Int,
    _ layer: GemmaLayer,
    _ angles: RotaryAngles
  ) {
    let normal = workspace.matrix(.normal, rows: states.rows, columns: states.columns)
    layer.attentionNorm.apply(states, into: normal)
    let group = layer.attentionInput
    let projected = workspace.matrix(.projected, rows: states.rows, columns: group.outputs)
    group.apply(normal, into: projected, on: threads, workspace: workspace)
    let width = group.matrices[0].outputs
    let queries = projected.columns(0..<width)
    layer.queryNorm?.apply(queries, into: queries)
    angles.rotate(queries)
    let kept = keysAndValues(projected, behind: width, layer, angles)
    let attended = workspace.matrix(.attended, rows: states.rows, columns: width)
    for segment in segments {
      let position = segment.session.position
      let cache = segment.session.cache.layers[number]
      let rows = segment.rows
      if let kept {
        cache.store(keys: kept.keys.rows(rows), values: kept.values.rows(rows), at: position)
      }
      layer.attention.apply(
        queries.rows(rows),
        at: position,
        over: cache,
        into: attended.rows(rows),
        on: threads,
        workspace: workspace
      )
    }
    add(layer.attentionOutput, of: attended, layer.attentionPostNorm, to: states)
  }

  /// What the layer keeps of new rows; nil where it reads another layer's.
  private func keysAndValues(
    _ projected: MatrixView,
    behind queries: Int,
    _ layer: GemmaLayer,
    _ angles: RotaryAngles
  ) -> (keys: MatrixView, values: MatrixView)? {
    let group = layer.attentionInput.matrices
    guard group.count > 1 else { return nil }
    let width = group[1].outputs
    let keys = projected.columns(queries..<queries + width)
    let start = group.count > 2 ? queries + width : queries
    var values = projected.columns(start..<start + width)
    if let norm = layer.valueNorm {
      // Where keys are values, they are still what the product gave.
      let normal = workspace.matrix(.values, rows: values.rows, columns: width)
      norm.apply(values, into: normal)
      values = normal
    }
    layer.keyNorm?.apply(keys, into: keys)
    angles.rotate(keys)
    return (keys, values)
  }

  private func feedForward(_ states: MatrixView, _ layer: GemmaLayer) {
    let normal = workspace.matrix(.normal, rows: states.rows, columns: states.columns)
    layer.feedForwardNorm.apply(states, into: normal)
    let inner = layer.gated.gate.outputs
    let gated = workspace.matrix(.gated, rows: states.rows, columns: inner)
    layer.gated.apply(normal, into: gated, on: threads, workspace: workspace)
    if let experts = layer.experts {
      let update = workspace.matrix(.update, rows: states.rows, columns: states.columns)
      layer.down.apply(gated, into: update, on: threads, workspace: workspace)
      experts.densePostNorm.apply(update, into: update)
      mix(experts, of: states, into: update)
      layer.feedForwardPostNorm?.apply(update, into: states, adding: states)
      return
    }
    add(layer.down, of: gated, layer.feedForwardPostNorm, to: states)
  }

  /// Adds a product to the states, normalised first where the family does so.
  private func add(
    _ matrix: PackedMatrix,
    of input: MatrixView,
    _ norm: RMSNorm?,
    to states: MatrixView
  ) {
    guard let norm else {
      matrix.apply(input, into: states, adding: states, on: threads, workspace: workspace)
      return
    }
    let update = workspace.matrix(.update, rows: states.rows, columns: states.columns)
    matrix.apply(input, into: update, on: threads, workspace: workspace)
    norm.apply(update, into: states, adding: states)
  }

  /// Multiplies states with the output head, some rows at a time.
  ///
  /// - Throws: As `forward`.
  func logits(
    of states: MatrixView,
    _ rows: Range<Int>,
    _ tokens: [Int32]?,
    take: (Int, UnsafeBufferPointer<Float>) -> Void
  ) throws {
    guard !rows.isEmpty else { return }
    let head = try packing { try self.head(for: tokens) }
    let columns = tokens?.count ?? head.matrix.outputs
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.logitRows) {
      let some = start..<min(start + Self.logitRows, rows.upperBound)
      let logits = workspace.matrix(.logits, rows: some.count, columns: columns)
      let states = states.rows(some)
      if let chosen = head.chosen {
        head.matrix.apply(outputs: chosen, to: states, into: logits, workspace: workspace)
      } else {
        head.matrix.apply(states, into: logits, on: threads, workspace: workspace)
      }
      if let cap = model.configuration.finalCap { RowFunctions.softCap(logits, cap: cap) }
      for row in some { take(row, UnsafeBufferPointer(logits.row(row - start))) }
    }
  }

  /// The matrix that gives the logits of tokens, and which of its outputs if not all.
  ///
  /// A few tokens alone, such as Yes and No, need a few rows alone, until all are packed anyway.
  private func head(for tokens: [Int32]?) throws -> (matrix: PackedMatrix, chosen: [Int]?) {
    guard let tokens, !tokens.isEmpty else { return (try model.head(on: threads), nil) }
    if let head = model.packedHead { return (head, tokens.map { Int($0) }) }
    return (try model.headRows(of: tokens), nil)
  }
}
