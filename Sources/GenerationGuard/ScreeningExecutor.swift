import Dispatch
import Glibc
import Synchronization

/// Threads on which long texts are looked at, so that they keep nobody waiting for the shared pool.
package final class ScreeningExecutor: TaskExecutor {
  /// Looking at fewer bytes is over before others would notice.
  package static let shortBytes = 16_384
  private static let shared = ScreeningExecutor(
    threads: max(2, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  )

  private struct Queues {
    /// Jobs for which no thread is free; as many at most as there are tasks that look at texts.
    var waiting: [UnownedJob] = []
    var idle: [DispatchQueue]
  }

  private let queues: Mutex<Queues>

  private init(threads: Int) {
    // Serial queues have threads of their own; a concurrent one would take those of the shared pool.
    queues = Mutex(
      Queues(idle: (0..<threads).map { DispatchQueue(label: "gemma-safety.screening.\($0)") })
    )
  }

  /// Runs work over so many bytes of text where it keeps nobody waiting.
  package static func run<Value: Sendable>(
    bytes: Int,
    _ work: @Sendable () async throws -> Value
  ) async throws -> Value {
    guard bytes > shortBytes else { return try await work() }
    return try await withTaskExecutorPreference(shared, operation: work)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let free = queues.withLock { queues -> DispatchQueue? in
      guard let queue = queues.idle.popLast() else {
        queues.waiting.append(job)
        return nil
      }
      return queue
    }
    if let free { free.async { self.run(job, on: free) } }
  }

  /// Runs a job and what waits behind it, then lets the thread go.
  private func run(_ job: UnownedJob, on queue: DispatchQueue) {
    var next: UnownedJob? = job
    while let job = next {
      job.runSynchronously(on: asUnownedTaskExecutor())
      next = queues.withLock { queues in
        guard queues.waiting.isEmpty else { return queues.waiting.removeFirst() }
        queues.idle.append(queue)
        return nil
      }
    }
  }
}
