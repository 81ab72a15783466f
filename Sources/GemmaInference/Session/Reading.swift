/// Tokens that one of several sessions reads, and which logits are wanted of them.
package struct Reading {
  package let session: GemmaSession
  package let tokens: [Int32]
  package let request: LogitRequest

  /// Pairs a session with what it reads.
  package init(_ session: GemmaSession, _ tokens: [Int32], logits request: LogitRequest = .none) {
    precondition(request.rows.lowerBound >= 0 && request.rows.upperBound <= tokens.count)
    self.session = session
    self.tokens = tokens
    self.request = request
  }
}

/// Some tokens of a reading that go through the layers together with those of others.
struct Segment {
  let reading: Int
  let session: GemmaSession
  let tokens: ArraySlice<Int32>
  /// Its rows among all that go through together.
  let rows: Range<Int>
  /// Which of these rows' logits are wanted, counted from the first of all rows.
  let wanted: Range<Int>
}
