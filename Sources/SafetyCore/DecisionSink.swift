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
