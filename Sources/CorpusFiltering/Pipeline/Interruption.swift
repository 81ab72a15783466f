import Synchronization

/// A request to stop a run at the next batch, set by a signal handler or another thread.
package final class Interruption: Sendable {
  private let flag = Atomic(false)

  package init() {}

  package var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// - Throws: `CancellationError` once a stop was requested.
  package func check() throws {
    if isRequested { throw CancellationError() }
  }

  /// Safe to call from a signal handler.
  package func request() { flag.store(true, ordering: .relaxed) }
}
