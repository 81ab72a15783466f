/// The tokens of one text, column by column; kept and filled again, it allocates nothing.
package struct TokenizedText: Sendable, Hashable {
  package var ids: [Int32] = []
  /// First bytes in the original text.
  package var starts: [Int32] = []
  /// One past the last bytes.
  package var ends: [Int32] = []

  package init() {}

  package var count: Int { ids.count }

  package subscript(index: Int) -> TokenSpan {
    TokenSpan(id: ids[index], start: starts[index], end: ends[index])
  }

  /// Makes room ahead for a number of tokens.
  package mutating func reserveCapacity(_ count: Int) {
    ids.reserveCapacity(count)
    starts.reserveCapacity(count)
    ends.reserveCapacity(count)
  }

  /// Forgets the tokens and keeps their memory.
  package mutating func removeAll() {
    ids.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// Adds a token at the end.
  package mutating func append(_ token: TokenSpan) {
    ids.append(token.id)
    starts.append(token.start)
    ends.append(token.end)
  }
}
