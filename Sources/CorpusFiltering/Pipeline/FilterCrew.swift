import Dispatch
import Synchronization

/// Puts workers to the pieces of a run and hands what they did to the committer in input order.
///
/// `@unchecked` is sound because worker `i` is used by iteration `i` of `concurrentPerform` alone,
/// the source only while `reading` is locked, and the committer only while `committing` is.
final class FilterCrew<Worker: BatchWorker, Committer: BatchCommitter>: @unchecked Sendable
where Worker.Analysis == Committer.Analysis {
  private struct Line {
    var next = 0
    /// Finished pieces whose turn has not come, by sequence.
    var finished: [Int: (ShardSource.Piece, Worker.Analysis?)] = [:]
  }

  private let workers: [Worker]
  private let source: ShardSource
  private let committer: Committer
  private let reading = Mutex(())
  private let committing = Mutex(Line())
  private let failure = Mutex<(any Error)?>(nil)
  /// One for each piece that may be in memory; created empty, as libdispatch wants it back so.
  private let permits = DispatchSemaphore(value: 0)
  private let permitCount: Int
  /// A batch of more bytes than this takes the place of several.
  private static var bytesPerPermit: Int { 4 << 20 }

  init(_ workers: [Worker], source: ShardSource, committer: Committer) {
    self.workers = workers
    self.source = source
    self.committer = committer
    permitCount = workers.count * 3
    for _ in 0..<permitCount { permits.signal() }
  }

  /// Works until the source is at its end.
  ///
  /// - Throws: The first failure of a worker or of the committer; the others have stopped then.
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
        let analysis = try piece.batch.map { try worker.analyze($0, shard: piece.shard) }
        try commit(piece, analysis)
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

  private func commit(_ piece: ShardSource.Piece, _ analysis: Worker.Analysis?) throws {
    try committing.withLock { line in
      line.finished[piece.sequence] = (piece, analysis)
      while let (piece, analysis) = line.finished.removeValue(forKey: line.next) {
        guard failure.withLock({ $0 == nil }) else { return }
        try committer.commit(piece, analysis)
        line.next += 1
        for _ in 0..<weight(of: piece) { permits.signal() }
      }
    }
  }
}
