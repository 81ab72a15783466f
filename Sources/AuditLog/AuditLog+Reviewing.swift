import Diagnostics
import GRDB
import SafetyCore

extension AuditLog {
  /// Every decision that the guard put up for review, in the order decided.
  ///
  /// - Throws: An `audit/…` diagnostic, or `event/…` for a body of another shape.
  package func reviews() throws -> [AuditReview] {
    try read { db in
      let resolutions = try Self.resolutions(db)
      let sql = """
        SELECT seq, kind, run, ts, body FROM event
        WHERE kind = '\(GuardEvent.kind)' AND json_extract(body, '$.escalated') ORDER BY seq
        """
      let row = try AuditStatement(db, sql)
      var reviews: [AuditReview] = []
      while try row.step() {
        let event = Self.event(at: row)
        reviews.append(
          AuditReview(
            seq: event.seq,
            time: event.time,
            decision: try event.decode(),
            resolution: resolutions[event.seq]
          )
        )
      }
      return reviews
    }
  }

  /// Settles a decision that waits for review, once.
  ///
  /// - Parameters:
  ///   - seq: The number of the decision's event.
  ///   - verdict: What a person found.
  ///   - reviewer: Who they are.
  ///   - note: Why, in their words.
  /// - Returns: The number of the event that says so.
  /// - Throws: `review/unknown`, `review/resolved`, or an `audit/…` diagnostic.
  package func resolve(
    _ seq: Int,
    as verdict: ReviewResolved.Verdict,
    by reviewer: String,
    note: String
  ) throws -> Int {
    var number = 0
    var grown = MerkleRange()
    try write { db in
      // Under the lock of the write, so that of two who resolve at once one is told so.
      let decision = try self.waiting(seq, in: db)
      let resolved = ReviewResolved(
        run: decision.run,
        decision: seq,
        leaf: MerkleRange.leafHash(decision.body),
        request: try decision.decode(as: GuardEvent.self).request,
        verdict: verdict,
        reviewer: reviewer,
        note: note
      )
      grown = try self.currentTree(db)
      number = grown.size
      try self.insert([resolved.record], into: db, tree: &grown)
    }
    tree.withLock { $0 = grown }
    return number
  }

  private func waiting(_ seq: Int, in db: Database) throws -> AuditEvent {
    let row = try AuditStatement(
      db,
      """
      SELECT seq, kind, run, ts, body FROM event
      WHERE seq = ? AND kind = '\(GuardEvent.kind)' AND json_extract(body, '$.escalated')
      """
    )
    row.bind(seq, at: 1)
    guard try row.step() else {
      throw Diagnostic(
        "review/unknown",
        "event \(seq) is no decision that was put up for review",
        at: .init(file: path),
        hint: "`review list` names those that wait"
      )
    }
    let event = Self.event(at: row)
    row.reset()
    if let earlier = try Self.resolutions(db)[seq] {
      throw Diagnostic(
        "review/resolved",
        "event \(earlier.seq) has settled the decision already: \(earlier.verdict.verdict.rawValue)",
        at: .init(file: path)
      )
    }
    return event
  }

  /// By the number of the decision; of several the first counts.
  private static func resolutions(_ db: Database) throws -> [Int: AuditReview.Resolution] {
    let row = try AuditStatement(
      db,
      """
      SELECT seq, kind, run, ts, body FROM event WHERE kind = '\(ReviewResolved.kind)' ORDER BY seq
      """
    )
    var found: [Int: AuditReview.Resolution] = [:]
    while try row.step() {
      let event = event(at: row)
      let verdict: ReviewResolved = try event.decode()
      guard found[verdict.decision] == nil else { continue }
      found[verdict.decision] = .init(seq: event.seq, time: event.time, verdict: verdict)
    }
    return found
  }
}
