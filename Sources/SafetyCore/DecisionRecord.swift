/// One entry for the audit log: what was decided, never the text it was decided on.
package struct DecisionRecord: Sendable, Hashable {
  /// An event kind such as `run.begin` or `filter.decision`.
  package var kind: String
  /// The run the event belongs to.
  package var run: String
  /// The members beside `kind`, `run` and `ts`, which the log adds.
  package var body: [String: CanonicalValue]
  /// Texts that may be erased later; `body` gets a member `sealed` with commitments to them.
  package var sealed: [SealedContent]

  package init(
    kind: String,
    run: String,
    body: [String: CanonicalValue],
    sealed: [SealedContent] = []
  ) {
    self.kind = kind
    self.run = run
    self.body = body
    self.sealed = sealed
  }
}
