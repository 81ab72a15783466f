import Diagnostics
import GRDB

extension AuditLog {
  /// Items in one erasure event, so that no body grows without bound.
  private static let itemsPerEvent = 500

  private struct Due {
    var item: Erasure.Item
    var subject: String
    var isHeld: Bool
  }

  /// Takes contents out: event first, then the bytes, then the proof that they are gone.
  ///
  /// - Parameters:
  ///   - target: Which contents.
  ///   - basis: Why, in words for the log.
  ///   - dryRun: Counts only.
  /// - Returns: What was erased; the log's tree, roots and proofs are as before.
  /// - Throws: `audit/on-hold` where a subject or event is under a legal hold, then nothing is
  ///   erased; `audit/no-such-subject`, `audit/no-such-event`, `audit/nothing-sealed` for a content
  ///   that an event never had, `audit/unknown-kind`; `audit/erasure-pending` where a reader keeps
  ///   old bytes alive: the erasure stands, run it again for the rest.
  package func erase(
    _ target: ErasureTarget,
    basis: String,
    dryRun: Bool = false
  ) throws -> ErasureReport {
    var report = ErasureReport()
    var scan = ByteScan()
    if case .before(_, let kind?) = target { try checkKind(kind) }
    if dryRun {
      let due = try read { try self.due(target, in: $0) }
      report.erased = due.count { !$0.isHeld }
      report.held = due.count { $0.isHeld }
      return report
    }
    try write { db in
      let due = try self.due(target, in: db)
      let items = due.filter { !$0.isHeld }
      report.erased = items.count
      report.held = due.count - items.count
      if case .subject(let subject) = target {
        report.events = try self.blank(subject: subject, items, basis, &scan, in: db)
      } else {
        for start in stride(from: 0, to: items.count, by: Self.itemsPerEvent) {
          let part = items[start..<min(items.count, start + Self.itemsPerEvent)].map(\.item)
          let event = Erasure(subject: nil, items: part, count: part.count, basis: basis)
          let seq = try self.record(event, in: db)
          for item in part { try self.blank(item, by: seq, &scan, in: db) }
          report.events.append(seq)
        }
      }
      try self.writeCheckpoint(db, of: try self.currentTree(db))
    }
    try clean(scan, &report)
    return report
  }

  /// Refuses an event or a content that was never there; one that was erased has left a mark.
  private func checkEvent(_ seq: Int, slot: String?, in db: Database) throws {
    let event = "SELECT 1 FROM event WHERE seq = ?"
    guard try Int.fetchOne(db, sql: event, arguments: [seq]) != nil else {
      throw Diagnostic("audit/no-such-event", "there is no event \(seq)", at: .init(file: path))
    }
    guard let slot else { return }
    let content = "SELECT 1 FROM sealed WHERE seq = ? AND slot = ?"
    guard try Int.fetchOne(db, sql: content, arguments: [seq, slot]) != nil else {
      throw Diagnostic(
        "audit/nothing-sealed",
        "event \(seq) has no content `\(slot)`",
        at: .init(file: path),
        hint: "`gemma-safety audit show --event \(seq)` lists what it has"
      )
    }
  }

  private func due(_ target: ErasureTarget, in db: Database) throws -> [Due] {
    if case .event(let seq, let slot) = target { try checkEvent(seq, slot: slot, in: db) }
    let (condition, values) = Self.condition(target)
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT s.seq, s.slot, s.subject, h.hold IS NOT NULL AS held
        FROM sealed AS s JOIN event AS e ON e.seq = s.seq
        LEFT JOIN (SELECT seq, slot, min(hold) AS hold FROM sealed_on_hold GROUP BY seq, slot) AS h
          ON h.seq = s.seq AND h.slot = s.slot
        WHERE s.erased IS NULL AND \(condition) ORDER BY s.seq, s.slot
        """,
      arguments: StatementArguments(values)
    )
    let due = rows.map {
      Due(
        item: Erasure.Item(seq: $0["seq"], slot: $0["slot"]),
        subject: $0["subject"],
        isHeld: $0["held"]
      )
    }
    switch target {
    case .subject, .event:
      guard let held = due.first(where: \.isHeld) else { return due }
      throw Diagnostic(
        "audit/on-hold",
        "event \(held.item.seq) is under a legal hold",
        at: .init(file: path),
        hint: "see `gemma-safety audit hold`; nothing was erased"
      )
    case .before, .expired: return due
    }
  }

  /// Which rows of `sealed` (`s`) and their events (`e`) a target means, with what is bound to it.
  private static func condition(
    _ target: ErasureTarget
  ) -> (String, [(any DatabaseValueConvertible)?]) {
    switch target {
    case .subject(let subject): ("s.subject = ?", [subject])
    case .event(let seq, let slot): ("s.seq = ? AND s.slot = coalesce(?, s.slot)", [seq, slot])
    case .before(let time, let kind): ("e.ts < ? AND e.kind = coalesce(?, e.kind)", [time, kind])
    case .expired(let now):
      (
        """
        EXISTS (SELECT 1 FROM retention AS r WHERE r.kind = e.kind
          AND e.ts < strftime('%Y-%m-%dT%H:%M:%SZ', ?, '-' || r.days || ' days'))
        """, [now]
      )
    }
  }

  private func record(_ event: Erasure, in db: Database) throws -> Int {
    var tree = try currentTree(db)
    try insert([event.record], into: db, tree: &tree)
    return tree.size - 1
  }

  private func blank(
    subject: String,
    _ items: [Due],
    _ basis: String,
    _ scan: inout ByteScan,
    in db: Database
  ) throws -> [Int] {
    let row = try AuditStatement(db, "SELECT key FROM subject_key WHERE subject = ?")
    row.bind(subject, at: 1)
    guard try row.step() else {
      throw Diagnostic(
        "audit/no-such-subject",
        "the log holds nothing about this subject",
        at: .init(file: path)
      )
    }
    guard !row.isNull(0) else { return [] }
    let key = Array(row.bytes(0))
    row.reset()
    scan.add(key)
    let event = Erasure(subject: subject, items: [], count: items.count, basis: basis)
    let seq = try record(event, in: db)
    for due in items { try blank(due.item, by: seq, &scan, in: db) }
    try db.execute(
      sql: "UPDATE subject_key SET key = NULL, erased = ? WHERE subject = ?",
      arguments: [seq, subject]
    )
    return [seq]
  }

  private func blank(
    _ item: Erasure.Item,
    by event: Int,
    _ scan: inout ByteScan,
    in db: Database
  ) throws {
    let row = try AuditStatement(
      db,
      "SELECT salt, content FROM sealed WHERE seq = ? AND slot = ?",
      cached: true
    )
    row.bind(item.seq, at: 1)
    row.bind(item.slot, at: 2)
    guard try row.step() else { return }
    scan.add(Array(row.bytes(0)))
    scan.add(Array(row.bytes(1)))
    row.reset()
    let sql = """
      UPDATE sealed SET salt = NULL, content = NULL, erased = ? WHERE seq = ? AND slot = ?
      """
    let update = try AuditStatement(db, sql, cached: true)
    update.bind(event, at: 1)
    update.bind(item.seq, at: 2)
    update.bind(item.slot, at: 3)
    try update.run()
  }

  /// Moves the write-ahead log into the file, empties it, and searches both.
  ///
  /// `secure_delete` zeroes what is freed, but the zeros reach the file with this checkpoint only.
  private func clean(_ scan: ByteScan, _ report: inout ErasureReport) throws {
    try emptyWriteAheadLog()
    guard !scan.isEmpty else { return }
    if try search(scan, &report) == 0 { return }
    report.isRewritten = true
    try AuditFailure.naming(path) {
      try queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM") }
    }
    try emptyWriteAheadLog()
    guard try search(scan, &report) == 0 else {
      throw Diagnostic(
        "audit/erasure-incomplete",
        "erased bytes are still in the file",
        at: .init(file: path),
        hint: "run the erasure again when no other process has the log open"
      )
    }
  }

  private func search(_ scan: ByteScan, _ report: inout ErasureReport) throws -> Int {
    var found = 0
    for suffix in ["", "-wal", "-journal"] {
      let part = try scan.count(in: path + suffix)
      found += part.found
      report.searched += part.bytes
    }
    return found
  }

  /// Waits for readers of older bytes as long as this log waits for locks.
  private func emptyWriteAheadLog() throws {
    let isBusy = try AuditFailure.naming(path) {
      try queue.writeWithoutTransaction { db in
        try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") != 0
      }
    }
    guard isBusy else { return }
    throw Diagnostic(
      "audit/erasure-pending",
      "another process reads the log, so erased bytes are still in its write-ahead log",
      at: .init(file: path),
      hint: "run the same command again when that process has ended"
    )
  }
}
