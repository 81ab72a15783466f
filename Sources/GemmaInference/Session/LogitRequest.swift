/// Which logits a session computes, since the output head is a large part of the work.
package struct LogitRequest: Sendable, Hashable {
  /// Of the tokens handed in, those whose next token is asked for.
  package var rows: Range<Int>
  /// Tokens whose logits are wanted, in this order; nil for all.
  package var tokens: [Int32]?

  package init(rows: Range<Int>, tokens: [Int32]? = nil) {
    self.rows = rows
    self.tokens = tokens
  }

  /// No logits, only keys and values.
  package static let none = Self(rows: 0..<0)
}

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
