/// Which logits an engine computes, since the output head is a large part of the work.
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
