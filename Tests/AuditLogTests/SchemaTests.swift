import AuditLog
import GRDB
import SafetyCore
import Testing

@Suite struct SchemaTests {
  @Test(arguments: [
    "INSERT OR REPLACE INTO event (seq, body, leaf) SELECT 1, body, leaf FROM event WHERE seq = 0",
    "REPLACE INTO event (seq, body, leaf) SELECT 1, body, leaf FROM event WHERE seq = 0",
    "INSERT INTO event (seq, body, leaf) SELECT 1000, body, leaf FROM event WHERE seq = 0",
    "INSERT INTO event (body, leaf) SELECT body, leaf FROM event WHERE seq = 0",
    "INSERT INTO event (seq, body, leaf) VALUES (23, 'no json', zeroblob(32))",
    "INSERT INTO event (seq, body, leaf) VALUES (23, '{}', zeroblob(31))",
    "UPDATE event SET leaf = zeroblob(32)", "DELETE FROM event WHERE seq = 22",
    "UPDATE event SET seq = 99 WHERE seq = 22", "DELETE FROM checkpoint",
    "UPDATE checkpoint SET root = zeroblob(32)",
    "INSERT OR REPLACE INTO checkpoint SELECT size, zeroblob(32), note FROM checkpoint",
    "DELETE FROM log", "UPDATE log SET origin = 'x'",
    "INSERT OR REPLACE INTO log VALUES (1, 'x', NULL, 'y')",
    "INSERT INTO tile VALUES (1, 0, zeroblob(33))",
  ])
  func `refuses changes even where triggers are not recursive`(sql: String) throws {
    let test = try TestLog()
    try test.fill()
    let queue = try DatabaseQueue(path: test.path)
    #expect(throws: DatabaseError.self) {
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA recursive_triggers = OFF")
        try db.execute(sql: sql)
      }
    }
    try queue.close()
    #expect(try test.verify().outcome == .ok)
  }

  @Test func `lets tiles only grow`() throws {
    let test = try TestLog()
    try test.fill(documents: 300)
    let queue = try DatabaseQueue(path: test.path)
    for sql in [
      "UPDATE tile SET hashes = zeroblob(64)", "UPDATE tile SET idx = 1", "DELETE FROM tile",
      "REPLACE INTO tile VALUES (1, 0, zeroblob(32))",
    ] {
      #expect(throws: DatabaseError.self) {
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
      }
    }
    try queue.close()
  }

  @Test func `takes its columns from the hashed bytes with SQLite's default of trust`() throws {
    let test = try TestLog()
    try test.fill()
    let queue = try DatabaseQueue(path: test.path)
    try queue.read { db in
      #expect(try Int.fetchOne(db, sql: "PRAGMA trusted_schema") == 1)
      #expect(try Int.fetchOne(db, sql: "PRAGMA application_id") == 0x4753_4131)
      #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == AuditSchema.version)
      #expect(try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal")
      #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
      let row = try Row.fetchOne(db, sql: "SELECT kind, run, ts FROM event WHERE seq = 0")
      #expect(row?["kind"] == "run.begin")
      #expect(row?["run"] == "r0")
      let plan = try Row.fetchAll(
        db,
        sql: """
          EXPLAIN QUERY PLAN SELECT seq FROM event
          WHERE kind = 'filter.decision' AND json_extract(body, '$.id') = 'x'
          """
      )
      #expect(plan.contains { ($0["detail"] as String).contains("decision_by_document") })
    }
    try queue.close()
  }
}
