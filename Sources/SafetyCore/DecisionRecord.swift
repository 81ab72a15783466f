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

/// Where decisions are recorded before they take effect.
package protocol DecisionSink: Sendable {
  /// Appends records in order and stores the run's resume state, all in one durable transaction.
  ///
  /// - Parameters:
  ///   - records: Events in the order they were decided; may be empty.
  ///   - run: The run whose resume state is replaced.
  ///   - state: Opaque bytes for whoever resumes the run, or nil to leave them as they are.
  /// - Throws: When nothing was recorded.
  func append(_ records: [DecisionRecord], run: String, state: [UInt8]?) throws

  /// Appends records; a sink that commits for many callers at once lets this one wait meanwhile.
  ///
  /// - Throws: When nothing was recorded.
  func record(_ records: [DecisionRecord], run: String) async throws
}

extension DecisionSink {
  /// Appends at once, for sinks that commit for one caller at a time.
  package func record(_ records: [DecisionRecord], run: String) async throws {
    try append(records, run: run, state: nil)
  }
}
