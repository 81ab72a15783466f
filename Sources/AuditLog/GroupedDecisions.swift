import Diagnostics
import Dispatch
import SafetyCore
import Synchronization

/// Commits the records of many callers in one durable transaction, off the pool of tasks.
///
/// Each caller waits until its own records are on the disk. While one transaction is written, those
/// who come meanwhile gather for the next.
package final class GroupedDecisions: DecisionSink {
  private struct Entry {
    var records: [DecisionRecord]
    var done: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var entries: [Entry] = []
    var isWriting = false
    /// Why the last transaction failed; nil where it did not.
    var failure: (any Error)?
  }

  /// Callers that may wait; more are refused, and so are their answers.
  private static let mostWaiting = 16_384

  private let log: AuditLog
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "gemma-safety.audit")
  private let onEnd: @Sendable ([DecisionRecord], Bool) -> Void

  /// - Parameters:
  ///   - log: Open for writing.
  ///   - onEnd: Told of records and whether they were written.
  package init(
    _ log: AuditLog,
    onEnd: @escaping @Sendable (_ records: [DecisionRecord], _ isWritten: Bool) -> Void
  ) {
    self.log = log
    self.onEnd = onEnd
  }

  /// Callers whose records are not on the disk yet.
  package var waiting: Int { state.withLock { $0.entries.count } }

  package func append(_ records: [DecisionRecord], run: String, state: [UInt8]?) throws {
    do { try log.append(records, run: run, state: state) } catch {
      self.state.withLock { $0.failure = error }
      onEnd(records, false)
      throw error
    }
    self.state.withLock { $0.failure = nil }
    onEnd(records, true)
  }

  /// Waits until the records are durable; without any, says whether the last ones were written.
  ///
  /// - Throws: An `audit/…` diagnostic; then nothing of the records is in the log.
  package func record(_ records: [DecisionRecord], run: String) async throws {
    guard !records.isEmpty else {
      if let failure = state.withLock({ $0.failure }) { throw failure }
      return
    }
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      let entry = Entry(records: records, done: done)
      let (isTaken, begins) = state.withLock { state -> (Bool, Bool) in
        guard state.entries.count < Self.mostWaiting else { return (false, false) }
        state.entries.append(entry)
        defer { state.isWriting = true }
        return (true, !state.isWriting)
      }
      guard isTaken else {
        onEnd(records, false)
        return done.resume(throwing: Self.full)
      }
      if begins { queue.async { self.write() } }
    }
  }

  private static let full = Diagnostic(
    "audit/queue-full",
    "more than \(mostWaiting) records wait to be written"
  )

  private func write() {
    while let entries = take() {
      let records = entries.flatMap(\.records)
      let result = Result { try log.append(records, run: records.first?.run ?? "", state: nil) }
      state.withLock { state in
        if case .failure(let error) = result { state.failure = error } else { state.failure = nil }
      }
      for entry in entries {
        onEnd(entry.records, (try? result.get()) != nil)
        entry.done.resume(with: result)
      }
    }
  }

  /// All that wait, or nil where nobody does and the writer may rest.
  private func take() -> [Entry]? {
    state.withLock { state in
      guard !state.entries.isEmpty else {
        state.isWriting = false
        return nil
      }
      defer { state.entries = [] }
      return state.entries
    }
  }
}
