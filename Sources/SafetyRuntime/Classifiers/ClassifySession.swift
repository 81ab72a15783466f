import CorpusFiltering
import Diagnostics
import Dispatch
import Synchronization

/// Scores the records of an input on several threads and hands results out in input order.
///
/// Rounds of a few batches bound the memory; what comes out does not depend on the threads.
package final class ClassifySession: Sendable {
  /// A worker that one thread uses at a time.
  private final class Seat: Sendable {
    let worker: Mutex<ClassifyWorker>

    init(_ plan: ClassifyPlan, options: ReadOptions, readsTruth: Bool) throws {
      worker = Mutex(try ClassifyWorker(plan, options: options, readsTruth: readsTruth))
    }
  }

  /// Bytes of a batch: small, so that a stream answers soon and threads end together.
  private static let batchBytes = 64 << 10
  private static let batchesPerSeat = 4

  private let options: ReadOptions
  private let seats: [Seat]

  /// Prepares the workers.
  ///
  /// - Parameters:
  ///   - plan: What scores, and how.
  ///   - options: Where in a record things stand.
  ///   - workers: Threads.
  ///   - readsTruth: Whether records say what is true of them.
  /// - Throws: What starting the classifier throws.
  package init(
    _ plan: ClassifyPlan,
    options: ReadOptions = ReadOptions(),
    workers: Int = 1,
    readsTruth: Bool = false
  ) throws {
    var options = options
    options.batchBytes = Self.batchBytes
    self.options = options
    seats = try (0..<max(1, workers)).map { _ in
      try Seat(plan, options: options, readsTruth: readsTruth)
    }
  }

  /// Scores texts that stand in memory.
  package func classify(_ texts: [String]) throws -> [ClassifiedText] {
    try seats[0].worker.withLock { try $0.classify(texts) }
  }

  /// Scores an input to its end.
  ///
  /// - Parameters:
  ///   - shard: A file, or standard input under `-`.
  ///   - take: Called for each text in input order, with its truth where truths are read.
  ///   - pass: Called for each record that could not be read.
  /// - Throws: The first failure of a worker; everything before it was handed out.
  package func run(
    _ shard: InputShard,
    take: (ClassifiedText, RecordTruth?) throws -> Void,
    pass: (QuarantineEntry) -> Void
  ) throws {
    let reader = ShardReader(shard: shard, options: options, limits: ReadLimits())
    while true {
      var batches: [RecordBatch] = []
      while batches.count < seats.count * Self.batchesPerSeat, let batch = reader.next() {
        batches.append(batch)
      }
      guard !batches.isEmpty else { return }
      for result in round(batches) {
        let piece = try result.get()
        for entry in piece.quarantined { pass(entry) }
        for (index, text) in piece.texts.enumerated() {
          try take(text, piece.truths.isEmpty ? nil : piece.truths[index])
        }
      }
    }
  }

  private func round(_ batches: [RecordBatch]) -> [Result<ClassifyPiece, any Error>] {
    let next = Atomic(0)
    let done = Mutex<[Int: Result<ClassifyPiece, any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: min(seats.count, batches.count)) { seat in
      seats[seat].worker.withLock { worker in
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard index < batches.count else { return }
          let result = Result { try worker.classify(batches[index]) }
          done.withLock { $0[index] = result }
        }
      }
    }
    return done.withLock { done in batches.indices.compactMap { done[$0] } }
  }
}
