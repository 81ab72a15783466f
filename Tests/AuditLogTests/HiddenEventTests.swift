import AuditLog
import GRDB
import SafetyCore
import Testing

/// What was written behind the log's back and fits its tree: edited indexes, false imports and erasures.
struct HiddenEventTests {
  /// Makes an index again on fewer rows or other texts, and puts its old SQL back.
  private func edit(_ index: String, in test: TestLog, _ change: (String) -> String) throws {
    let queue = try DatabaseQueue(path: test.path)
    try queue.writeWithoutTransaction { db in
      let sql = try #require(
        try String.fetchOne(
          db,
          sql: "SELECT sql FROM sqlite_master WHERE name = ?",
          arguments: [index]
        )
      )
      try db.execute(sql: "DROP INDEX \(index)")
      try db.execute(sql: change(sql))
      try db.execute(sql: "PRAGMA writable_schema = ON")
      try db.execute(
        sql: "UPDATE sqlite_master SET sql = ? WHERE name = ?",
        arguments: [sql, index]
      )
      try db.execute(sql: "PRAGMA writable_schema = OFF")
    }
    try queue.close()
  }

  private func filled() throws -> TestLog {
    let test = try TestLog()
    try test.fill(runs: 2, documents: 40)
    return test
  }

  @Test(arguments: ["event_by_run", "event_by_kind", "decision_by_document"])
  func `finds an index that leaves an event out`(index: String) throws {
    let test = try filled()
    #expect(try test.verify().outcome == .ok)
    try edit(index, in: test) { sql in
      sql.contains("WHERE") ? "\(sql) AND seq <> 7" : "\(sql) WHERE seq <> 7"
    }
    let report = try test.verify()
    #expect(report.outcome == .tampered && report.leaves.passed)
    #expect(report.structure.problem?.contains(index) == true)
  }

  @Test(arguments: ["event_by_run", "event_by_kind"])
  func `finds an index that has an event under another name`(index: String) throws {
    let test = try filled()
    try edit(index, in: test) { sql in
      let column = index == "event_by_run" ? "run" : "kind"
      return sql.replacing("(\(column)", with: "(iif(seq = 7, 'spoon', \(column))")
    }
    #expect(try test.verify().outcome == .tampered)
  }

  @Test func `believes no import that is not of the events before it`() throws {
    let test = try TestLog.sealed()
    #expect(try test.verify().outcome == .ok)
    try test.tamper("DELETE FROM sealed WHERE seq = (SELECT max(seq) FROM sealed)")
    #expect(try test.verify().outcome == .tampered)
    let log = try test.open()
    let zeros = String(repeating: "0", count: 64)
    try log.append(
      [
        DecisionRecord(
          kind: "log.import",
          run: "log",
          body: ["size": .integer(2), "root": .string(zeros)]
        )
      ],
      run: "log",
      state: nil
    )
    try log.close()
    #expect(try test.verify().outcome == .tampered)
  }

  @Test(arguments: [
    #"{"kind":"note","run":"r0","ts":"2026-01-31T12:00:00Z","value":0.5}"#,
    #"{"kind":"note", "run":"r0","ts":"2026-01-31T12:00:00Z"}"#,
    #"{"kind":"note","kind":"metric","run":"r0","ts":"2026-01-31T12:00:00Z"}"#,
  ])
  func `finds a body that no export could bring back`(body: String) throws {
    let test = try filled()
    let plain = #"{"kind":"note","run":"r0","ts":"2026-01-31T12:00:00Z"}"#
    for (text, passes) in [(plain, true), (body, false)] {
      let leaf = Array(text.utf8).withUnsafeBytes { MerkleRange.leafHash($0) }
      try test.tamper(
        "INSERT INTO event (seq, body, leaf) SELECT max(seq) + 1, '\(text)', X'\(leaf.hex)' FROM event"
      )
      #expect(try test.verify().leaves.passed == passes)
    }
  }

  /// An erasure that says so many contents of one that was taken, with a hold before it or none.
  @Test(arguments: [(1, false, true), (2, false, false), (1, true, false)])
  func `holds an erasure against what was erased, and against holds`(
    count: Int,
    isHeld: Bool,
    passes: Bool
  ) throws {
    let test = try TestLog.sealed()
    let log = try test.open()
    if isHeld { _ = try log.placeHold(on: .everything, reason: "a case") }
    let queue = try DatabaseQueue(path: test.path)
    let place = try #require(
      try queue.read { try Row.fetchOne($0, sql: "SELECT seq, slot FROM sealed ORDER BY seq") }
    )
    let (seq, slot): (Int, String) = (place["seq"], place["slot"])
    try log.append(
      [
        DecisionRecord(
          kind: "erasure",
          run: "log",
          body: [
            "count": .integer(count), "basis": "asked for",
            "items": [["seq": .integer(seq), "slot": .string(slot)]],
          ]
        )
      ],
      run: "log",
      state: nil
    )
    try log.close()
    try queue.close()
    try test.tamper(
      """
      UPDATE sealed SET salt = NULL, content = NULL, erased = (SELECT max(seq) FROM event)
      WHERE seq = \(seq) AND slot = '\(slot)'
      """
    )
    #expect(try test.verify().sealed.passed == passes)
  }
}
