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
