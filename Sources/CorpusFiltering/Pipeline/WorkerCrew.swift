import Dispatch
import Synchronization

/// The workers of a run, put to a round of batches at a time.
///
/// `@unchecked` is sound because the array never changes and iteration `i` of `concurrentPerform`,
/// of which one round runs at a time, is the only user of worker `i`.
final class WorkerCrew: @unchecked Sendable {
  private let workers: [FilterWorker]

  init(_ configuration: FilterRun.Configuration) throws {
    workers = try (0..<configuration.workers).map { _ in try FilterWorker(configuration) }
  }

  /// Analyses batches in parallel and returns the results in the order of the batches.
  func analyze(_ batches: [RecordBatch], shard: Int) throws -> [BatchAnalysis] {
    let count = min(workers.count, batches.count)
    let results = Mutex([Result<BatchAnalysis, any Error>?](repeating: nil, count: batches.count))
    let next = Mutex(0)
    let take: @Sendable () -> Int? = {
      next.withLock { value in
        guard value < batches.count else { return nil }
        value += 1
        return value - 1
      }
    }
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let worker = workers[index]
      while let item = take() {
        let result = Result { try worker.analyze(batches[item], shard: shard) }
        results.withLock { $0[item] = result }
      }
    }
    return try results.withLock { $0 }.compactMap { try $0?.get() }
  }
}
