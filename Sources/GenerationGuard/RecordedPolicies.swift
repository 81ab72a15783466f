import SafetyCore
import Synchronization

/// The policies that a run has a record of; it keeps their digests, not the policies themselves.
package final class RecordedPolicies: Sendable {
  private let digests = Mutex<Set<Digest>>([])

  package init() {}

  /// Calls `append` for the first caller of a policy; others wait until it has written.
  func writeOnce(_ policy: Digest, _ append: () throws -> Void) throws {
    try digests.withLock { digests in
      guard !digests.contains(policy) else { return }
      try append()
      digests.insert(policy)
    }
  }
}
