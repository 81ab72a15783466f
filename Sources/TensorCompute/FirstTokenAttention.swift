/// Scaled dot-product attention of each sequence's first token alone, in floats.
///
/// A head for whole texts reads one token, so that in the last layer the others need no attention.
package struct FirstTokenAttention: Sendable {
  private static let scores = Workspace.Slot("first scores")

  package let heads: Int
  package let headWidth: Int
  /// What scores are multiplied with before the softmax.
  package let scale: Float

  /// Describes the heads; a scale of nil is `1 / √headWidth`.
  package init(heads: Int, headWidth: Int, scale: Float? = nil) {
    precondition(heads > 0 && headWidth > 0)
    self.heads = heads
    self.headWidth = headWidth
    self.scale = scale ?? 1 / Float(headWidth).squareRoot()
  }

  /// Lets the first token of every sequence attend to all tokens of it.
  ///
  /// - Parameters:
  ///   - queries: sequences × (heads · headWidth).
  ///   - keys: tokens × (heads · headWidth), as are `values`.
  ///   - values: What is mixed.
  ///   - offsets: Where each sequence begins, ascending, and the number of tokens at the end.
  ///   - output: sequences × (heads · headWidth); none of the inputs.
  ///   - workspace: Scratch of the calling worker.
  package func apply(
    queries: MatrixView,
    keys: MatrixView,
    values: MatrixView,
    offsets: [Int],
    into output: MatrixView,
    workspace: Workspace
  ) {
    let width = heads * headWidth
    precondition(queries.columns == width && keys.columns == width && values.columns == width)
    precondition(queries.rows == offsets.count - 1 && output.rows == queries.rows)
    precondition(output.columns == width && keys.rows == offsets.last && values.rows == keys.rows)
    for sequence in 0..<queries.rows {
      let tokens = offsets[sequence]..<offsets[sequence + 1]
      guard !tokens.isEmpty else { continue }
      let scores = workspace.matrix(Self.scores, rows: heads, columns: tokens.count)
      for head in 0..<heads {
        let query = queries.base + sequence * queries.stride + head * headWidth
        for (column, token) in tokens.enumerated() {
          let key = keys.base + token * keys.stride + head * headWidth
          scores[head, column] = dot(query, key)
        }
      }
      MatrixProducts.softmaxRows(scores, scale: scale)
      output.row(sequence).update(repeating: 0)
      for head in 0..<heads {
        let mixed = output.base + sequence * output.stride + head * headWidth
        for (column, token) in tokens.enumerated() {
          let value = values.base + token * values.stride + head * headWidth
          add(value, times: scores[head, column], to: mixed)
        }
      }
    }
  }

  /// Eight sums side by side, whose order is the same on every machine.
  private func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>) -> Float {
    var sums = SIMD8<Float>.zero
    let whole = headWidth & ~7
    for start in stride(from: 0, to: whole, by: 8) {
      sums += load(a + start) * load(b + start)
    }
    var sum = sums.sum()
    for index in whole..<headWidth { sum += a[index] * b[index] }
    return sum
  }

  private func add(
    _ values: UnsafePointer<Float>,
    times weight: Float,
    to sums: UnsafeMutablePointer<Float>
  ) {
    let whole = headWidth & ~7
    for start in stride(from: 0, to: whole, by: 8) {
      let sum = load(sums + start) + load(values + start) * weight
      for lane in 0..<8 { sums[start + lane] = sum[lane] }
    }
    for index in whole..<headWidth { sums[index] += values[index] * weight }
  }

  private func load(_ place: UnsafePointer<Float>) -> SIMD8<Float> {
    UnsafeRawPointer(place).loadUnaligned(as: SIMD8<Float>.self)
  }
}
