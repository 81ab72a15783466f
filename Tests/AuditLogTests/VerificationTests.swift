import AuditLog
import FuzzSupport
import GRDB
import SafetyCore
import Testing

@Suite struct VerificationTests {
  /// A log with one full tile node, and its checkpoint kept elsewhere.
  private func filled() throws -> (TestLog, AuditCheckpoint) {
    let test = try TestLog()
    try test.fill(documents: 300)
    let log = try test.open(.readOnly)
    defer { try? log.close() }
    return (test, try log.checkpoint())
  }

  @Test func `finds nothing wrong with an empty log`() throws {
    let test = try TestLog()
    try test.open().close()
    let report = try test.verify()
    #expect(report.outcome == .ok)
    #expect(report.events == 0)
  }

  @Test func `names the first changed body`() throws {
    let (test, _) = try filled()
    try test.tamper(
      "UPDATE event SET body = replace(body, '0.25', '0.75') WHERE seq IN (7, 9)"
    )
    let report = try test.verify()
    #expect(report.outcome == .tampered)
    #expect(report.leaves.firstBadIndex == 7)
    #expect(report.leaves.problemCount == 2)
    #expect(!report.tiles.passed)
    #expect(!report.checkpoints.passed)
    #expect(report.structure.passed)
  }

  @Test(arguments: ["search_data", "search_config"])
  func `finds a trigger that bears the name of the index's table`(name: String) throws {
    let (test, _) = try filled()
    let queue = try DatabaseQueue(path: test.path)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "CREATE TRIGGER \(name) AFTER INSERT ON event BEGIN SELECT 1; END")
    }
    try queue.close()
    let report = try test.verify()
    #expect(report.outcome == .tampered && !report.structure.passed)
  }

  @Test func `Fuzz: finds every byte flipped in a body, leaf, tile or checkpoint`() throws {
    let (test, _) = try filled()
    let cells = [
      ("event", "body"), ("event", "leaf"), ("tile", "hashes"), ("checkpoint", "root"),
      ("checkpoint", "note"),
    ]
    let queue = try DatabaseQueue(path: test.path)
    let triggers = try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
      let all = try Row.fetchAll(
        db,
        sql: "SELECT name, sql FROM sqlite_master WHERE type='trigger'"
      )
      for trigger in all { try db.execute(sql: "DROP TRIGGER \(trigger["name"] as String)") }
      return all.map { $0["sql"] as String }
    }
    try Fuzz.rounds(400, seed: 41) { round, generator in
      let (table, column) = cells[round % cells.count]
      try queue.writeWithoutTransaction { db in
        let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
        let row = Int.random(in: 0..<count, using: &generator)
        let found = try Row.fetchOne(
          db,
          sql: "SELECT rowid AS place, CAST(\(column) AS BLOB) AS cell, typeof(\(column)) AS type"
            + " FROM \(table) LIMIT 1 OFFSET \(row)"
        )
        guard let found else { return }
        let rowid = found["place"] as Int
        var bytes = (found["cell"] as DatabaseValue).hexadecimal
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let old = bytes
        bytes[place] ^= 1 << UInt8.random(in: 0..<(column == "body" ? 1 : 8), using: &generator)
        let type = found["type"] as String
        func put(_ bytes: [UInt8]) throws {
          let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
          try db.execute(
            sql: "UPDATE \(table) SET \(column) = CAST(x'\(hex)' AS \(type)) WHERE rowid = \(rowid)"
          )
        }
        // A flip that breaks the JSON is refused by the generated columns: change a digit instead.
        do { try put(bytes) } catch { return }
        let report = try test.verify()
        #expect(report.outcome == .tampered, "\(table).\(column) row \(row) byte \(place)")
        let parts = [report.leaves.passed, report.tiles.passed, report.checkpoints.passed]
        #expect(parts.contains(false), "\(table).\(column) row \(row) byte \(place)")
        try put(old)
      }
    }
    for sql in triggers { try queue.writeWithoutTransaction { try $0.execute(sql: sql) } }
    try queue.close()
    #expect(try test.verify().outcome == .ok)
  }

  @Test func `finds a dropped, a swapped and a doubled event`() throws {
    let (dropped, _) = try filled()
    try dropped.tamper("DELETE FROM event WHERE seq = 20")
    let report = try dropped.verify()
    #expect(report.outcome == .tampered)
    #expect(report.firstBadIndex == 20)

    let (closed, _) = try filled()
    try closed.tamper(
      "DELETE FROM event WHERE seq = 20",
      "UPDATE event SET seq = -seq WHERE seq > 20 AND 0",
      "PRAGMA ignore_check_constraints = ON",
      "UPDATE event SET seq = -(seq - 1) WHERE seq > 20",
      "UPDATE event SET seq = -seq WHERE seq < 0"
    )
    #expect(try !closed.verify().checkpoints.passed)

    let (swapped, _) = try filled()
    try swapped.tamper(
      "CREATE TEMP TABLE t AS SELECT seq, body, leaf FROM event WHERE seq IN (3, 5)",
      "UPDATE event SET body = (SELECT body FROM t WHERE t.seq = 8 - event.seq),"
        + " leaf = (SELECT leaf FROM t WHERE t.seq = 8 - event.seq) WHERE seq IN (3, 5)"
    )
    let swap = try swapped.verify()
    #expect(swap.leaves.passed)
    #expect(!swap.tiles.passed)
    #expect(!swap.checkpoints.passed)

    let (doubled, external) = try filled()
    try doubled.tamper(
      "INSERT INTO event (seq, body, leaf) SELECT 303, body, leaf FROM event WHERE seq = 5"
    )
    let double = try doubled.verify(against: external)
    #expect(double.outcome == .incomplete)
    #expect(double.completeness.firstBadIndex == 303)
  }

  @Test func `sees a rollback only against a checkpoint kept outside`() throws {
    let test = try TestLog()
    try test.fill(runs: 2)
    let log = try test.open(.readOnly)
    let external = try log.checkpoint()
    try log.close()
    #expect(AuditCheckpoint(note: external.note) == external)
    try test.tamper(
      "DELETE FROM event WHERE seq >= 23",
      "DELETE FROM checkpoint WHERE size > 23"
    )
    #expect(try test.verify().outcome == .ok)
    let report = try test.verify(against: external)
    #expect(report.outcome == .tampered)
    #expect(report.external?.firstBadIndex == 23)
    var foreign = external
    foreign.origin = "another/log"
    #expect(try test.verify(against: foreign).external?.passed == false)
  }

  @Test func `sees a history rewritten with all its hashes against the outside checkpoint`() throws
  {
    let test = try TestLog()
    try test.fill(documents: 20)
    let log = try test.open(.readOnly)
    let external = try log.checkpoint()
    try log.close()
    let forged = try TestLog()
    let writer = try forged.open()
    var records = SampleRun.records("r0", documents: 20)
    records[3].body["id"] = "another"
    try writer.append(records, run: "r0", state: nil)
    try writer.close()
    #expect(try forged.verify().outcome == .ok)
    #expect(try forged.verify(against: external).external?.firstBadIndex == 22)
  }

  @Test func `finds missing triggers, foreign tables and missing checkpoints and tiles`() throws {
    for (sql, part) in [
      ("CREATE TABLE kettle (x)", \VerificationReport.structure),
      ("DROP INDEX event_by_run", \.structure),
      ("DELETE FROM checkpoint", \.checkpoints),
      ("DELETE FROM tile", \.tiles),
      ("INSERT INTO tile VALUES (2, 0, zeroblob(32))", \.tiles),
      ("INSERT INTO tile VALUES (1, 9223372036854775807, zeroblob(32))", \.tiles),
      ("UPDATE log SET origin = 'other'", \.checkpoints),
    ] {
      let (test, _) = try filled()
      try test.tamper(sql)
      let report = try test.verify()
      #expect(!report[keyPath: part].passed, "\(sql)")
      #expect(report.outcome == .tampered)
    }
    let (test, _) = try filled()
    let queue = try DatabaseQueue(path: test.path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "DROP TRIGGER event_dense") }
    try queue.close()
    #expect(try test.verify().structure.problem == "`event_dense` is missing")
  }

  @Test func `finds runs whose books do not add up`() throws {
    func outcome(_ change: (inout [DecisionRecord]) -> Void) throws -> VerificationReport {
      let test = try TestLog()
      let log = try test.open()
      var records = SampleRun.records("r0", documents: 6)
      change(&records)
      try log.append(records, run: "r0", state: nil)
      try log.close()
      return try test.verify()
    }
    #expect(try outcome { _ in }.outcome == .ok)
    #expect(try outcome { $0.removeLast() }.completeness.problem == "a run has not ended")
    #expect(try outcome { $0.remove(at: 3) }.completeness.firstBadIndex == 7)
    #expect(try outcome { $0.remove(at: 7) }.outcome == .incomplete)
    #expect(throws: (any Error).self) { try outcome { $0.insert($0[0], at: 1) } }
    #expect(try outcome { $0.removeFirst() }.outcome == .incomplete)
    #expect(try outcome { $0[7].body["items_root"] = "x" }.completeness.firstBadIndex == 7)
    let other = Digest.sha256([1]).hex
    #expect(try outcome { $0[8].body["items_root"] = .string(other) }.outcome == .incomplete)
  }
}

extension DatabaseValue {
  /// The bytes of a blob or text, by way of SQLite's own literal form.
  fileprivate var hexadecimal: [UInt8] {
    switch storage {
    case .blob(let data): Array(data)
    case .string(let text): Array(text.utf8)
    default: []
    }
  }
}
