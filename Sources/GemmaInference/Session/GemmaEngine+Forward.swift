import TensorCompute

extension Workspace.Slot {
  static let states = Self("states")
  static let normal = Self("normal")
  static let queries = Self("queries")
  static let keys = Self("keys")
  static let values = Self("values")
  static let attended = Self("attended")
  static let update = Self("update")
  static let gate = Self("gate")
  static let up = Self("up")
  static let logitRows = Self("logit rows")
}

extension GemmaEngine {
  /// Takes tokens of some sessions through all layers and the last norm.
  ///
  /// - Returns: rows × width, valid until the next call.
  func forward(_ segments: [Segment]) -> MatrixView {
    let rows = segments.last?.rows.upperBound ?? 0
    let states = workspace.matrix(.states, rows: rows, columns: model.configuration.width)
    embed(segments, into: states)
    for number in model.layers.indices {
      attend(states, segments, number)
      feedForward(states, model.layers[number])
    }
    normalize(states, model.finalNorm, into: states)
    return states
  }

  private func embed(_ segments: [Segment], into states: MatrixView) {
    let scale = model.configuration.embeddingScale
    let width = states.columns
    for segment in segments {
      for (row, token) in zip(segment.rows, segment.tokens) {
        let start = Int(token) * width
        for column in 0..<width { states[row, column] = model.embedding[start + column] * scale }
      }
    }
  }

  private func attend(_ states: MatrixView, _ segments: [Segment], _ number: Int) {
    let layer = model.layers[number]
    let rows = states.rows
    let normal = workspace.matrix(.normal, rows: rows, columns: states.columns)
    normalize(states, layer.attentionNorm, into: normal)
    let queries = workspace.matrix(.queries, rows: rows, columns: layer.queries.outputs)
    let keys = workspace.matrix(.keys, rows: rows, columns: layer.keys.outputs)
    let values = workspace.matrix(.values, rows: rows, columns: layer.values.outputs)
    layer.queries.apply(normal, into: queries, workspace: workspace)
    layer.keys.apply(normal, into: keys, workspace: workspace)
    layer.values.apply(normal, into: values, workspace: workspace)
    if let gain = layer.queryNorm { normalizeHeads(queries, gain) }
    if let gain = layer.keyNorm { normalizeHeads(keys, gain) }
    let attended = workspace.matrix(.attended, rows: rows, columns: queries.columns)
    for segment in segments {
      let position = segment.session.position
      let ring = segment.session.cache.layers[number]
      let queries = queries.rows(segment.rows)
      let keys = keys.rows(segment.rows)
      layer.rotary.rotate(queries, from: position, workspace: workspace)
      layer.rotary.rotate(keys, from: position, workspace: workspace)
      ring.store(keys, values.rows(segment.rows), from: position)
      model.attention(layer.configuration)
        .apply(queries, from: position, ring, into: attended.rows(segment.rows))
    }
    let update = workspace.matrix(.update, rows: rows, columns: states.columns)
    layer.attentionOutput.apply(attended, into: update, workspace: workspace)
    add(update, layer.attentionPostNorm, to: states)
  }

  private func feedForward(_ states: MatrixView, _ layer: GemmaLayer) {
    let rows = states.rows
    let normal = workspace.matrix(.normal, rows: rows, columns: states.columns)
    normalize(states, layer.feedForwardNorm, into: normal)
    let gate = workspace.matrix(.gate, rows: rows, columns: layer.gate.outputs)
    let up = workspace.matrix(.up, rows: rows, columns: layer.up.outputs)
    layer.gate.apply(normal, into: gate, workspace: workspace)
    layer.up.apply(normal, into: up, workspace: workspace)
    for row in 0..<rows {
      Activation.geluTanh.apply(to: gate.row(row))
      for column in 0..<gate.columns { gate[row, column] *= up[row, column] }
    }
    let update = workspace.matrix(.update, rows: rows, columns: states.columns)
    layer.down.apply(gate, into: update, workspace: workspace)
    add(update, layer.feedForwardPostNorm, to: states)
  }

  private func add(_ update: MatrixView, _ gain: [Float]?, to states: MatrixView) {
    if let gain { normalize(update, gain, into: update) }
    for row in 0..<states.rows {
      for column in 0..<states.columns { states[row, column] += update[row, column] }
    }
  }

  private func normalize(_ input: MatrixView, _ gain: [Float], into output: MatrixView) {
    for row in 0..<input.rows {
      var sum: Float = 0
      for column in 0..<input.columns { sum += input[row, column] * input[row, column] }
      let mean = sum / Float(input.columns)
      let scale = 1 / (mean + model.configuration.epsilon).squareRoot()
      for column in 0..<input.columns {
        output[row, column] = input[row, column] * scale * gain[column]
      }
    }
  }

  private func normalizeHeads(_ rows: MatrixView, _ gain: [Float]) {
    for start in stride(from: 0, to: rows.columns, by: gain.count) {
      let head = rows.columns(start..<start + gain.count)
      normalize(head, gain, into: head)
    }
  }

  /// Multiplies states with the output head.
  func appendLogits(of states: MatrixView, _ chosen: [Int32]?, to result: inout Logits) {
    let head = model.head
    for row in 0..<states.rows {
      let logits = workspace.matrix(.logitRows, rows: 1, columns: head.outputs)
      head.apply(states.rows(row..<row + 1), into: logits, workspace: workspace)
      if let cap = model.configuration.finalCap { SoftCap.apply(cap, to: logits.row(0)) }
      if let chosen {
        result.values += chosen.map { logits[0, Int($0)] }
      } else {
        result.values += logits.row(0)
      }
    }
  }
}
