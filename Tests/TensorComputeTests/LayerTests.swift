import Foundation
import Testing

import TensorCompute

/// The layers against the same arithmetic in 64-bit floats.
struct LayerTests {
  private let workspace = Workspace()

  @Test(arguments: [true, false])
  func `multiplies, adds and activates`(withBias: Bool) {
    var random = MadeUpNumbers(seed: 7)
    let (rows, outputs, inputs) = (9, 21, 50)
    let (x, w) = (random.floats(rows * inputs), random.floats(outputs * inputs))
    let bias = withBias ? random.floats(outputs) : nil
    let layer = DenseLayer(weights: w, bias: bias, inputs: inputs)
    let result = apply(layer, x, rows: rows, activation: .gelu)
    for row in 0..<rows {
      for output in 0..<outputs {
        var total = Double(bias?[output] ?? 0)
        for k in 0..<inputs {
          total += Double(x[row * inputs + k]) * Double(w[output * inputs + k])
        }
        let expected = 0.5 * total * (1 + erf(total / 2.0.squareRoot()))
        #expect(abs(Double(result[row * outputs + output]) - expected) < 2e-4)
      }
    }
  }

  @Test func `stays close with bytes for weights`() {
    var random = MadeUpNumbers(seed: 8)
    let (rows, outputs, inputs) = (12, 32, 384)
    let x = (0..<rows * inputs).map { _ in Float(random.below(2000) - 1000) / 1000 }
    let w = (0..<outputs * inputs).map { _ in Float(random.below(2000) - 1000) / 1000 }
    let exact = apply(DenseLayer(weights: w, inputs: inputs), x, rows: rows)
    let layer = DenseLayer(quantizing: w, inputs: inputs)
    let close = apply(layer, x, rows: rows)
    #expect(layer.isQuantized)
    // Rounding errs by at most half a step on either side: of the sum of 384 products of deviation
    // 1/3 its own deviation is about 0.3 steps · 0.58 · √2 · √384, here 0.04.
    let worst = zip(exact, close).map { abs($0 - $1) }.max() ?? .nan
    #expect(worst < 0.2)
    #expect(worst > 0)
  }

  @Test func `keeps the small numbers of a precise row beside a large one`() {
    var random = MadeUpNumbers(seed: 12)
    let (outputs, inputs) = (24, 384)
    var x = (0..<2 * inputs).map { _ in Float(random.below(2000) - 1000) / 1000 }
    var w = (0..<outputs * inputs).map { _ in Float(random.below(2000) - 1000) / 1000 }
    // The large number meets weights of nothing, so that only the others count.
    x[inputs + 99] = 40
    for output in 0..<outputs { w[output * inputs + 99] = 0 }
    let exact = apply(DenseLayer(weights: w, inputs: inputs), x, rows: 2)
    let layer = DenseLayer(quantizing: w, inputs: inputs)
    let close = apply(layer, x, rows: 2, preciseRows: [1])
    let off = zip(exact, close).map { abs($0 - $1) }
    #expect((off[..<outputs].max() ?? .nan) < 0.2)
    #expect((off[outputs...].max() ?? .nan) < 0.2)
    // With one step for the numbers around the large one the second row is off by more.
    let coarse = apply(layer, x, rows: 2)
    #expect(close[..<outputs] == coarse[..<outputs])
    let worst = zip(exact, coarse).map { abs($0 - $1) }.max() ?? .nan
    #expect(worst > 3 * (off.max() ?? .nan))
  }

  @Test(arguments: [1, 5, 16, 40])
  func `normalises rows`(width: Int) {
    var random = MadeUpNumbers(seed: 9)
    var x = random.floats(3 * width)
    let (gain, bias) = (random.floats(width), random.floats(width))
    let before = x
    x.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let view = MatrixView(base, rows: 3, columns: width)
      LayerNorm(gain: gain, bias: bias, epsilon: 1e-5).apply(view, into: view)
    }
    for row in 0..<3 {
      let values = before[row * width..<(row + 1) * width].map(Double.init)
      let mean = values.reduce(0, +) / Double(width)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
      for k in 0..<width {
        let norm = (values[k] - mean) / (variance + 1e-5).squareRoot()
        let expected = norm * Double(gain[k]) + Double(bias[k])
        #expect(abs(Double(x[row * width + k]) - expected) < 1e-3)
      }
    }
  }

  @Test func `knows the activations within four millionths`() {
    let values = stride(from: -12.0, through: 12, by: 0.037).map { Float($0) }
    func check(_ activation: Activation, _ exact: (Double) -> Double) {
      var result = values
      result.withUnsafeMutableBufferPointer { activation.apply(to: $0) }
      for (x, y) in zip(values, result) {
        let expected = exact(Double(x))
        #expect(abs(Double(y) - expected) < 1e-6 * max(1, abs(expected)) * 4, "\(activation) \(x)")
      }
    }
    check(.gelu) { 0.5 * $0 * (1 + erf($0 / 2.0.squareRoot())) }
    check(.geluTanh) {
      0.5 * $0 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0)))
    }
    check(.tanh) { tanh($0) }
    check(.silu) { $0 / (1 + exp(-$0)) }
    check(.sigmoid) { 1 / (1 + exp(-$0)) }
    check(.relu) { max($0, 0) }
  }

  @Test(arguments: [true, false])
  func `lets what is not a number through`(quantized: Bool) {
    let w = [Float](repeating: 1, count: 40)
    let layer =
      quantized ? DenseLayer(quantizing: w, inputs: 20) : DenseLayer(weights: w, inputs: 20)
    var x = [Float](repeating: 1, count: 40)
    x[33] = .nan
    for activation in Activation.all {
      let result = apply(layer, x, rows: 2, activation: activation)
      #expect(result[0].isFinite && result[1].isFinite)
      #expect(result[2].isNaN && result[3].isNaN, "\(activation)")
    }
  }

  @Test func `weighs scores into probabilities and keeps NaN`() {
    var x: [Float] = [1, 2, 3, -1000, 1000, 1000, 0, .nan, 5]
    x.withUnsafeMutableBufferPointer {
      guard let base = $0.baseAddress else { return }
      MatrixProducts.softmaxRows(MatrixView(base, rows: 3, columns: 3))
    }
    let expected: [Float] = [0.09003057, 0.24472848, 0.66524094, 0, 0.5, 0.5]
    for (value, target) in zip(x, expected) { #expect(abs(value - target) < 1e-6) }
    #expect(x[6].isNaN && x[7].isNaN && x[8].isNaN)
  }

  @Test func `attends as written in the paper`() {
    let rows = RowsCase(lengths: [20, 1, 33], heads: 2, headWidth: 24)
    let result = attention(rows)
    for (start, end) in zip(rows.offsets, rows.offsets.dropFirst()) {
      for head in 0..<2 {
        for query in start..<end {
          let expected = attended(rows, query: query, keys: start..<end, head: head)
          for (k, value) in expected.enumerated() {
            let place = query * rows.width + head * 24 + k
            #expect(abs(Double(result[place]) - value) < 1e-4)
          }
        }
      }
    }
  }

  private func attended(_ rows: RowsCase, query: Int, keys: Range<Int>, head: Int) -> [Double] {
    let column = head * 24
    var weights = keys.map { key in
      (0..<24).reduce(0.0) {
        $0 + Double(rows.queries[query * rows.width + column + $1])
          * Double(rows.keys[key * rows.width + column + $1])
      } / 24.0.squareRoot()
    }
    let largest = weights.max() ?? 0
    weights = weights.map { exp($0 - largest) }
    let total = weights.reduce(0, +)
    return (0..<24).map { k in
      zip(keys, weights).reduce(0.0) {
        $0 + Double(rows.values[$1.0 * rows.width + column + k]) * $1.1 / total
      }
    }
  }

  private func attention(_ rows: RowsCase) -> [Float] {
    let (q, k, v) = (
      workspace.matrix(.init("q"), rows: rows.tokens, columns: rows.width),
      workspace.matrix(.init("k"), rows: rows.tokens, columns: rows.width),
      workspace.matrix(.init("v"), rows: rows.tokens, columns: rows.width)
    )
    for (view, values) in [(q, rows.queries), (k, rows.keys), (v, rows.values)] {
      for (index, value) in values.enumerated() { view.base[index] = value }
    }
    let output = workspace.matrix(.init("y"), rows: rows.tokens, columns: rows.width)
    SelfAttention(heads: 2, headWidth: 24).apply(
      queries: q,
      keys: k,
      values: v,
      offsets: rows.offsets,
      into: output,
      workspace: workspace
    )
    return Array(UnsafeBufferPointer(start: output.base, count: rows.queries.count))
  }

  @Test func `multiplies matrices either way round`() {
    var random = MadeUpNumbers(seed: 11)
    let left = workspace.matrix(.init("left"), rows: 5, columns: 7)
    let wide = workspace.matrix(.init("wide"), rows: 7, columns: 20)
    for k in 0..<35 { left.base[k] = random.floats(1)[0] }
    for k in 0..<140 { wide.base[k] = random.floats(1)[0] }
    let right = wide.columns(3..<14)
    let output = workspace.matrix(.init("product"), rows: 5, columns: 11)
    MatrixProducts.multiply(left, right, into: output, workspace: workspace)
    for row in 0..<5 {
      for column in 0..<11 {
        let expected = (0..<7).reduce(0.0) {
          $0 + Double(left[row, $1]) * Double(right[$1, column])
        }
        #expect(abs(Double(output[row, column]) - expected) < 1e-3)
      }
    }
  }

  private func apply(
    _ layer: DenseLayer,
    _ x: [Float],
    rows: Int,
    activation: Activation = .identity,
    preciseRows: ArraySlice<Int> = []
  ) -> [Float] {
    let input = workspace.matrix(.init("input"), rows: rows, columns: layer.inputs)
    for (index, value) in x.enumerated() { input.base[index] = value }
    let output = workspace.matrix(.init("output"), rows: rows, columns: layer.outputs)
    layer.apply(
      input,
      into: output,
      activation: activation,
      preciseRows: preciseRows,
      workspace: workspace
    )
    return Array(UnsafeBufferPointer(start: output.base, count: rows * layer.outputs))
  }
}
