import GRDB
import Glibc
import SafetyCore

/// A log in figures.
package struct AuditStatistics: Sendable, Hashable {
  /// A word and how often it stands.
  package struct Count: Sendable, Hashable {
    package var name: String
    package var count: Int
    /// Of bodies; nil where they are not counted.
    package var bytes: Int?
  }

  package var checkpoint: AuditCheckpoint
  package var schema = 0
  package var first: String?
  package var last: String?
  package var runs = 0
  package var endedRuns = 0
  /// Events by kind, the most frequent first.
  package var kinds: [Count] = []
  /// Filter decisions by action.
  package var actions: [Count] = []
  /// Failed rules of filter decisions, at most 50.
  package var rules: [Count] = []
  package var checkpoints = 0
  package var signedCheckpoints = 0
  package var keys: [String] = []
  package var sealed = 0
  package var erased = 0
  package var subjects = 0
  package var holds = 0
  /// Of the file and its write-ahead log.
  package var fileBytes = 0
}

extension AuditLog {
  /// Counts everything; reads the whole log once for each list.
  package func statistics() throws -> AuditStatistics {
    try read { db in
      let tree = try self.currentTree(db)
      var all = AuditStatistics(checkpoint: try self.checkpoint(db, of: tree))
      all.schema = try Self.version(db)
      all.first = try String.fetchOne(db, sql: "SELECT ts FROM event ORDER BY seq LIMIT 1")
      all.last = try String.fetchOne(db, sql: "SELECT ts FROM event ORDER BY seq DESC LIMIT 1")
      try Self.countEvents(db, into: &all)
      try Self.countCheckpoints(db, into: &all)
      if all.schema > 1 { try Self.countSealed(db, into: &all) }
      for suffix in ["", "-wal"] {
        var status = stat()
        if stat(path + suffix, &status) == 0 { all.fileBytes += Int(status.st_size) }
      }
      return all
    }
  }

  private static func countEvents(_ db: Database, into all: inout AuditStatistics) throws {
    all.kinds = try counts(
      db,
      """
      SELECT kind, count(*), sum(length(CAST(body AS BLOB))) FROM event
      GROUP BY kind ORDER BY 2 DESC, 1
      """
    )
    all.runs = all.kinds.first { $0.name == RunBegin.kind }?.count ?? 0
    all.endedRuns = all.kinds.first { $0.name == RunEnd.kind }?.count ?? 0
    all.actions = try counts(
      db,
      """
      SELECT json_extract(body, '$.action'), count(*), NULL FROM event
      WHERE kind = 'filter.decision' GROUP BY 1 ORDER BY 2 DESC, 1
      """
    )
    all.rules = try counts(
      db,
      """
      SELECT json_extract(f.value, '$.rule'), count(*), NULL
      FROM event AS e, json_each(e.body, '$.failures') AS f
      WHERE e.kind = 'filter.decision' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50
      """
    )
  }

  private static func countCheckpoints(_ db: Database, into all: inout AuditStatistics) throws {
    all.checkpoints = try number(db, "SELECT count(*) FROM checkpoint")
    all.signedCheckpoints = try number(
      db,
      "SELECT count(*) FROM checkpoint WHERE instr(note, char(10, 10)) > 0"
    )
    all.keys = try String.fetchAll(
      db,
      sql: "SELECT json_extract(body, '$.vkey') FROM event WHERE kind = 'log.key' ORDER BY seq"
    )
  }

  private static func countSealed(_ db: Database, into all: inout AuditStatistics) throws {
    all.sealed = try number(db, "SELECT count(*) FROM sealed WHERE erased IS NULL")
    all.erased = try number(db, "SELECT count(*) FROM sealed WHERE erased IS NOT NULL")
    all.subjects = try number(db, "SELECT count(*) FROM subject_key WHERE erased IS NULL")
    all.holds = try number(db, "SELECT count(*) FROM legal_hold")
  }

  private static func number(_ db: Database, _ sql: String) throws -> Int {
    try Int.fetchOne(db, sql: sql) ?? 0
  }

  private static func counts(_ db: Database, _ sql: String) throws -> [AuditStatistics.Count] {
    let row = try AuditStatement(db, sql)
    var counts: [AuditStatistics.Count] = []
    while try row.step() {
      counts.append(
        .init(name: row.text(0), count: row.integer(1), bytes: row.isNull(2) ? nil : row.integer(2))
      )
    }
    return counts
  }
}
