import AuditLog
import GRDB
import SafetyCore
import Testing

/// Indexes that were edited behind the log's back, which hide events from every reader by kind or run.
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
}
