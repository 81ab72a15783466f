import Dispatch
import Synchronization

/// Puts workers to the pieces of a run and hands what they did to the committer in input order.
///
/// A worker reads a piece and analyzes it; pieces are settled in input order; a worker packs what was
/// settled; packed pieces are committed in input order. So what has to wait for its turn is short.
///
/// `@unchecked` is sound because worker `i` is used by iteration `i` of `concurrentPerform` alone,
/// the source only while `reading` is locked, `settle` only in turns of `settling`, and the committer
/// only in turns of `committing`.
final class FilterCrew<Worker: BatchWorker, Committer: BatchCommitter>: @unchecked Sendable
where Worker.Output == Committer.Output {
  /// Settles what of an analysis depends on the batches before it.
  typealias Settle = (Worker.Analysis, RecordBatch, _ shard: Int) throws -> Worker.Analysis

  private struct Analyzed {
    var piece: ShardSource.Piece
    var analysis: Worker.Analysis?
  }

  private struct Packed {
    var piece: ShardSource.Piece
    var output: Worker.Output?
  }

  private let workers: [Worker]
  private let source: ShardSource
  private let committer: Committer
  private let settle: Settle
  private let reading = Mutex(())
  private let settling = InOrder<Analyzed>()
  private let committing = InOrder<Packed>()
  private let failure = Mutex<(any Error)?>(nil)
  /// One for each piece that may be in memory; created empty, as libdispatch wants it back so.
  private let permits = DispatchSemaphore(value: 0)
  private let permitCount: Int
  /// A batch of more bytes than this takes the place of several.
  private static var bytesPerPermit: Int { 4 << 20 }

  init(
    _ workers: [Worker],
    source: ShardSource,
    committer: Committer,
    settle: @escaping Settle = { analysis, _, _ in analysis }
  ) {
    self.workers = workers
    self.source = source
    self.committer = committer
    self.settle = settle
    permitCount = workers.count * 3
    for _ in 0..<permitCount { permits.signal() }
  }

  /// Works until the source is at its end.
  ///
  /// - Throws: The first failure of a worker, of `settle` or of the committer; the others have stopped
  ///   then.
  func run() throws {
    DispatchQueue.concurrentPerform(iterations: workers.count) { index in
      work(workers[index])
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  private func work(_ worker: Worker) {
    while true {
      permits.wait()
      guard let piece = take() else {
        permits.signal()
        return
      }
      do {
        for settled in try settled(by: worker, piece) {
          let output = try settled.analysis.map {
            try worker.pack($0, shard: settled.piece.shard)
          }
          try commit(Packed(piece: settled.piece, output: output))
        }
      } catch {
        failure.withLock { $0 = $0 ?? error }
        // Those who wait for permits must wake up to see that it is over: one for all that a large
        // piece takes, the others for one each, together fewer than there are.
        for _ in 0..<permitCount { permits.signal() }
        return
      }
    }
  }

  /// Reads a piece and takes what permits it needs beyond the one its worker holds.
  private func take() -> ShardSource.Piece? {
    reading.withLock { _ in
      guard failure.withLock({ $0 == nil }), let piece = source.next() else { return nil }
      for _ in 1..<weight(of: piece) { permits.wait() }
      return piece
    }
  }

  /// At most what the other workers, each holding one permit while it waits to read, leave over.
  private func weight(of piece: ShardSource.Piece) -> Int {
    let bytes = piece.batch?.storage.capacity ?? 0
    return min(1 + bytes / Self.bytesPerPermit, permitCount - workers.count + 1)
  }

  /// Analyzes a piece, and settles it and those behind it whose turn has come.
  private func settled(by worker: Worker, _ piece: ShardSource.Piece) throws -> [Analyzed] {
    let analysis = try piece.batch.map { try worker.analyze($0, shard: piece.shard) }
    var settled: [Analyzed] = []
    let analyzed = Analyzed(piece: piece, analysis: analysis)
    try settling.pass(analyzed, number: piece.sequence) { next in
      var next = next
      if let batch = next.piece.batch {
        next.analysis = try next.analysis.map { try settle($0, batch, next.piece.shard) }
      }
      settled.append(next)
    }
    return settled
  }

  private func commit(_ packed: Packed) throws {
    try committing.pass(packed, number: packed.piece.sequence) { next in
      guard failure.withLock({ $0 == nil }) else { return }
      try committer.commit(next.piece, next.output)
      for _ in 0..<weight(of: next.piece) { permits.signal() }
    }
  }
}
