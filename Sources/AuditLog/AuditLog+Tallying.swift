import GRDB
import SafetyCore

extension AuditLog {
  /// The guard's decisions added up by policy, model and where the texts came from.
  ///
  /// Reads every decision once.
  /// - Returns: Tallies that are not in the log yet, or not of this size; one for each group.
  package func guardTallies() throws -> [GuardTally] {
    try read { db in
      let size = try Int.fetchOne(db, sql: "SELECT max(seq) + 1 FROM event") ?? 0
      return try Self.tallies(db, before: size)
    }
  }

  private static let groupedDecisions = """
    WITH evaluated AS (SELECT DISTINCT run FROM event WHERE kind = 'evaluation.begin')
    SELECT json_extract(body, '$.policy'), json_extract(body, '$.model'),
      run IN (SELECT run FROM evaluated), json_extract(body, '$.stage'),
      json_extract(body, '$.action'), json_extract(body, '$.rule'), count(*), min(ts), max(ts)
    FROM event WHERE kind = 'guard.decision' AND seq < ?
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
    """

  /// The sums of the decisions whose numbers are below a size.
  static func tallies(_ db: Database, before size: Int) throws -> [GuardTally] {
    let row = try AuditStatement(db, groupedDecisions)
    row.bind(size, at: 1)
    var tallies: [GuardTally] = []
    while try row.step() {
      guard let policy = Digest(hex: row.text(0)) else { continue }
      let origin: GuardTally.Origin = row.integer(2) == 1 ? .evaluation : .service
      var tally = GuardTally(
        run: ownRun,
        policy: policy,
        model: row.text(1),
        origin: origin,
        size: size,
        first: row.text(7),
        last: row.text(8),
        counts: []
      )
      if let last = tallies.last, last.policy == policy, last.model == tally.model,
        last.origin == origin
      {
        tally = tallies.removeLast()
      }
      tally.add(count(at: row), first: row.text(7), last: row.text(8))
      tallies.append(tally)
    }
    return tallies
  }

  private static func count(at row: AuditStatement) -> GuardTally.Count {
    .init(
      stage: row.text(3),
      action: row.text(4),
      rule: row.optionalText(5),
      decisions: row.integer(6)
    )
  }

  /// Adds up again what every tally of a log says; returns the first event that says otherwise.
  static func wrongTally(_ db: Database) throws -> Int? {
    let row = try AuditStatement(
      db,
      "SELECT seq, body FROM event WHERE kind = ? ORDER BY seq"
    )
    row.bind(GuardTally.kind, at: 1)
    var sums: (size: Int, tallies: [GuardTally])?
    while try row.step() {
      let seq = row.integer(0)
      guard var tally = try? GuardTally(body: Array(row.bytes(1))), tally.size <= seq else {
        return seq
      }
      if sums?.size != tally.size {
        sums = (tally.size, try tallies(db, before: tally.size))
      }
      tally.run = ownRun
      guard sums?.tallies.contains(tally) ?? false else { return seq }
    }
    return nil
  }
}

extension GuardTally {
  fileprivate mutating func add(_ count: Count, first: String, last: String) {
    self.first = min(self.first, first)
    self.last = max(self.last, last)
    counts.append(count)
  }
}
