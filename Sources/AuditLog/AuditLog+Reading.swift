import GRDB
import SafetyCore

extension AuditLog {
  /// Every run in order of its beginning.
  package func runs() throws -> [RunSummary] {
    try read { db in
      let sql = """
        SELECT run, command, version, policy_name, policy_sha256, started, ended,
          (SELECT count(*) FROM event WHERE event.run = run.run),
          read, kept, removed, redacted, quarantined
        FROM run ORDER BY seq
        """
      let row = try AuditStatement(db, sql)
      var runs: [RunSummary] = []
      while try row.step() {
        let counts = ShardCounts(
          read: row.integer(8),
          kept: row.integer(9),
          removed: row.integer(10),
          redacted: row.integer(11),
          quarantined: row.integer(12)
        )
        let summary = RunSummary(
          run: row.text(0),
          command: row.text(1),
          version: row.text(2),
          policyName: row.text(3),
          policyDigest: row.text(4),
          started: row.text(5),
          ended: row.optionalText(6),
          totals: row.isNull(8) ? nil : counts,
          events: row.integer(7)
        )
        runs.append(summary)
      }
      return runs
    }
  }

  /// Every run of evaluations in order of its beginning.
  package func evaluations() throws -> [EvaluationSummary] {
    try read { db in
      let sql = """
        SELECT b.run, min(json_extract(b.body, '$.subject.model')), min(b.ts), max(e.ts), count(*),
          count(e.seq), sum(json_extract(b.body, '$.items')),
          max(json_extract(b.body, '$.subject.policy_sha256') IS NOT NULL)
        FROM event AS b LEFT JOIN event AS e ON e.run = b.run AND e.kind = 'evaluation.end'
          AND json_extract(e.body, '$.benchmark') = json_extract(b.body, '$.benchmark')
        WHERE b.kind = 'evaluation.begin' GROUP BY b.run ORDER BY min(b.seq)
        """
      let row = try AuditStatement(db, sql)
      var all: [EvaluationSummary] = []
      while try row.step() {
        all.append(
          EvaluationSummary(
            run: row.text(0),
            model: row.text(1),
            started: row.text(2),
            ended: row.integer(4) == row.integer(5) ? row.text(3) : nil,
            benchmarks: row.integer(4),
            items: row.integer(6),
            isGuarded: row.integer(7) == 1
          )
        )
      }
      return all
    }
  }

  /// Hands the events of a run, or of all runs, to a closure in order.
  ///
  /// - Parameters:
  ///   - run: The run, or nil for every run.
  ///   - kind: Passes over events of other kinds.
  ///   - limit: The most events handed on.
  ///   - visit: Must not call this log.
  /// - Throws: What `visit` throws, or an `audit/…` diagnostic.
  package func events(
    of run: String?,
    kind: String? = nil,
    limit: Int? = nil,
    visit: (AuditEvent) throws -> Void
  ) throws {
    try read { db in
      var conditions: [String] = []
      if run != nil { conditions.append("run = ?1") }
      if kind != nil { conditions.append("kind = ?2") }
      let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
      let sql = "SELECT seq, kind, run, ts, body FROM event \(filter) ORDER BY seq LIMIT ?3"
      let row = try AuditStatement(db, sql)
      if let run { row.bind(run, at: 1) }
      if let kind { row.bind(kind, at: 2) }
      row.bind(limit ?? -1, at: 3)
      while try row.step() { try visit(Self.event(at: row)) }
    }
  }

  /// One event, or nil where the log has none of this number.
  package func event(_ seq: Int) throws -> AuditEvent? {
    try read { db in
      let row = try AuditStatement(db, "SELECT seq, kind, run, ts, body FROM event WHERE seq = ?")
      row.bind(seq, at: 1)
      return try row.step() ? Self.event(at: row) : nil
    }
  }

  /// Every decision on a document, in the order decided: the answer to `audit why`.
  package func decisions(
    forDocument id: String,
    run: String? = nil
  ) throws -> [AuditedDecision] {
    try read { db in
      let sql = """
        SELECT seq, kind, run, ts, body FROM event
        WHERE kind = 'filter.decision' AND json_extract(body, '$.id') = ?1
          AND (?2 IS NULL OR run = ?2)
        ORDER BY seq
        """
      let row = try AuditStatement(db, sql)
      row.bind(id, at: 1)
      if let run { row.bind(run, at: 2) }
      var decisions: [AuditedDecision] = []
      while try row.step() {
        let event = Self.event(at: row)
        decisions.append(
          AuditedDecision(seq: event.seq, time: event.time, decision: try event.decode())
        )
      }
      return decisions
    }
  }

  static func event(at row: AuditStatement) -> AuditEvent {
    AuditEvent(
      seq: row.integer(0),
      kind: row.text(1),
      run: row.text(2),
      time: row.text(3),
      body: Array(row.bytes(4))
    )
  }
}
