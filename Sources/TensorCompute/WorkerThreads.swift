import Synchronization

/// Threads that stay, for work too short to start a thread or a task for.
///
/// They wait for the next work in a loop for some microseconds, then sleep. The calling thread works
/// too, so that one thread means no hand-over at all. Callers on several threads take turns.
package final class WorkerThreads: Sendable {
  /// How many threads work, the calling one among them.
  package let count: Int
  private let crew: WorkerCrew?
  private let turn = Mutex(())

  /// Starts the threads.
  ///
  /// - Parameter count: At least one. Where the system starts fewer, those do the work.
  package init(count: Int) {
    precondition(count >= 1, "somebody must work")
    crew = count > 1 ? WorkerCrew(helpers: count - 1) : nil
    self.count = 1 + (crew?.helpers ?? 0)
  }

  deinit { crew?.stop() }

  /// Does all parts of a work and returns when the last is done.
  ///
  /// Part `i` is done by thread `i` modulo `count`, always. Parts run side by side, so they must
  /// write to different memory; they must not call this again.
  package func run(parts: Int, _ body: (Int) -> Void) {
    guard let crew, parts > 1 else {
      for part in 0..<parts { body(part) }
      return
    }
    withoutActuallyEscaping(body) { body in
      turn.withLock { _ in crew.run(parts: parts, body) }
    }
  }

  /// Cuts a count into as many neighbouring ranges as threads, the first ones the longer.
  package func share(_ part: Int, of total: Int) -> Range<Int> {
    total * part / count..<total * (part + 1) / count
  }
}
