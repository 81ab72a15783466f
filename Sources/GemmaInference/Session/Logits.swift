/// Logits of some positions, for all tokens or for chosen ones.
package struct Logits: Sendable {
  /// How many a position has.
  package let columns: Int
  /// rows × columns.
  package internal(set) var values: [Float] = []

  init(columns: Int) { self.columns = columns }

  package var rows: Int { columns == 0 ? 0 : values.count / columns }

  /// Lends the logits of one position.
  package func withRow<Result>(
    _ row: Int,
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try values.withUnsafeBufferPointer {
      try body(UnsafeBufferPointer(rebasing: $0[row * columns..<(row + 1) * columns]))
    }
  }
}
