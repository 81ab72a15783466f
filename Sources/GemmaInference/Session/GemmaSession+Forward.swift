import Glibc
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
  static let cosines = Self("cosines")
  static let sines = Self("sines")
  static let logitRows = Self("logit rows")
  static let chosen = Self("chosen")
}

extension GemmaSession {
  /// Takes tokens through all layers and the last norm.
  ///
  /// - Returns: tokens × width, valid until the next call.
  func forward(_ tokens: ArraySlice<Int32>) -> MatrixView {
    let width = model.configuration.width
    let states = workspace.matrix(.states, rows: tokens.count, columns: width)
    embed(tokens, into: states)
    for number in model.layers.indices {
      attend(states, number)
      feedForward(states, model.layers[number])
    }
    normalize(states, model.finalNorm, into: states)
    return states
  }

  private func embed(_ tokens: ArraySlice<Int32>, into states: MatrixView) {
    let scale = model.configuration.embeddingScale
    let width = states.columns
    for (row, token) in tokens.enumerated() {
      let start = Int(token) * width
      for column in 0..<width { states[row, column] = model.embedding[start + column] * scale }
    }
  }

  private func attend(_ states: MatrixView, _ number: Int) {
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
    rotate(queries, keys, layer)
    store(keys, values, in: cache.layers[number])
    let attended = workspace.matrix(.attended, rows: rows, columns: queries.columns)
    attend(queries, layer.configuration, cache.layers[number], into: attended)
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

  private func rotate(_ queries: MatrixView, _ keys: MatrixView, _ layer: GemmaLayer) {
    let width = layer.configuration.headWidth
    let cosines = workspace.floats(.cosines, count: queries.rows * width / 2)
    let sines = workspace.floats(.sines, count: queries.rows * width / 2)
    layer.rotary.fill(from: position, rows: queries.rows, cosines: cosines, sines: sines)
    for matrix in [queries, keys] {
      for row in 0..<matrix.rows {
        for head in stride(from: 0, to: matrix.columns, by: width) {
          for index in 0..<width / 2 {
            let cosine = cosines[row * width / 2 + index]
            let sine = sines[row * width / 2 + index]
            let first = matrix[row, head + index]
            let second = matrix[row, head + index + width / 2]
            matrix[row, head + index] = first * cosine - second * sine
            matrix[row, head + index + width / 2] = second * cosine + first * sine
          }
        }
      }
    }
  }

  private func store(_ keys: MatrixView, _ values: MatrixView, in ring: KeyValueCache.Layer) {
    let width = ring.headWidth
    for row in 0..<keys.rows {
      let place = (position + row) % ring.capacity
      for head in 0..<ring.heads {
        let start = (head * ring.capacity + place) * width
        for index in 0..<width {
          ring.keys[start + index] = keys[row, head * width + index]
          ring.values[start + index] = values[row, head * width + index]
        }
      }
    }
  }

  private func attend(
    _ queries: MatrixView,
    _ layer: GemmaLayerConfiguration,
    _ ring: KeyValueCache.Layer,
    into output: MatrixView
  ) {
    let width = ring.headWidth
    let group = model.configuration.heads / ring.heads
    for row in 0..<queries.rows {
      let place = position + row
      let first = layer.window.map { max(0, place - $0 + 1) } ?? 0
      for head in 0..<model.configuration.heads {
        let base = head / group * ring.capacity
        var scores = (first...place).map { key in
          let start = (base + key % ring.capacity) * width
          var sum: Float = 0
          for index in 0..<width {
            sum += queries[row, head * width + index] * ring.keys[start + index]
          }
          sum *= model.configuration.queryScale
          if let cap = model.configuration.attentionCap { sum = cap * tanhf(sum / cap) }
          return sum
        }
        let highest = scores.max() ?? 0
        var total: Float = 0
        for index in scores.indices {
          scores[index] = expf(scores[index] - highest)
          total += scores[index]
        }
        for index in 0..<width { output[row, head * width + index] = 0 }
        for (key, score) in zip(first...place, scores) {
          let start = (base + key % ring.capacity) * width
          for index in 0..<width {
            output[row, head * width + index] += score / total * ring.values[start + index]
          }
        }
      }
    }
  }

  /// Multiplies states with the output head.
  func appendLogits(of states: MatrixView, _ chosen: [Int32]?, to result: inout Logits) {
    let head = model.head
    for row in 0..<states.rows {
      let logits = workspace.matrix(.logitRows, rows: 1, columns: head.outputs)
      head.apply(states.rows(row..<row + 1), into: logits, workspace: workspace)
      if let cap = model.configuration.finalCap {
        for column in 0..<logits.columns {
          logits[0, column] = cap * tanhf(logits[0, column] / cap)
        }
      }
      if let chosen {
        result.values += chosen.map { logits[0, Int($0)] }
      } else {
        result.values += logits.row(0)
      }
    }
  }
}
