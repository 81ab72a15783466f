/// The tokens of one text, column by column; kept and filled again, it allocates nothing.
package struct TokenizedText: Sendable, Hashable {
  package var ids: [Int32] = []
  /// First bytes in the original text.
  package var starts: [Int32] = []
  /// One past the last bytes.
  package var ends: [Int32] = []

  package init() {}

  package var count: Int { ids.count }

  /// Forgets the tokens and keeps their memory.
  mutating func removeAll() {
    ids.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }
}
