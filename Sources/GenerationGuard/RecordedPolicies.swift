import SafetyCore
import Synchronization

/// The policies that a run has a record of; it keeps their digests, not the policies themselves.
package final class RecordedPolicies: Sendable {
  private let digests = Mutex<Set<Digest>>([])

  package init() {}

  /// Records a policy where the run has no record of it yet, without which nobody could replay
  /// decisions under it; other callers wait until that is written.
  package func write(_ program: GuardProgram, run: String, to sink: any DecisionSink) throws {
    try digests.withLock { digests in
      guard !digests.contains(program.digest) else { return }
      try sink.append([program.event(run: run).record], run: run, state: nil)
      digests.insert(program.digest)
    }
  }
}
