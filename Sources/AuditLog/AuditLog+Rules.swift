import Diagnostics
import GRDB
import SafetyCore

extension AuditLog {
  static let holdKind = "hold.place"
  static let holdEndKind = "hold.lift"
  static let retentionKind = "retention.set"

  /// The holds in force, in the order in which they were placed.
  package func holds() throws -> [LegalHold] {
    try read { db in
      guard try Self.version(db) > 1 else { return [] }
      let row = try AuditStatement(
        db,
        "SELECT seq, placed, scope, target, reason FROM legal_hold ORDER BY seq"
      )
      var holds: [LegalHold] = []
      while try row.step() {
        let scope: LegalHold.Scope =
          switch row.text(2) {
          case "subject": .subject(row.text(3))
          case "run": .run(row.text(3))
          default: .everything
          }
        holds.append(
          LegalHold(seq: row.integer(0), placed: row.text(1), scope: scope, reason: row.text(4))
        )
      }
      return holds
    }
  }

  /// Forbids erasure of what the scope names until the hold is lifted.
  ///
  /// - Returns: The hold's number.
  package func placeHold(on scope: LegalHold.Scope, reason: String) throws -> Int {
    let (word, target) = scope.words
    return try keep(
      Self.holdKind,
      [
        "scope": .string(word), "target": .string(target), "reason": .string(reason),
      ]
    )
  }

  /// Whether the log holds anything of what a hold is on; later contents fall under it as well.
  package func knows(_ scope: LegalHold.Scope) throws -> Bool {
    try read { db in
      switch scope {
      case .everything: return true
      case .subject(let subject):
        guard try Self.version(db) > 1 else { return false }
        let sql = "SELECT 1 FROM subject_key WHERE subject = ?"
        return try Int.fetchOne(db, sql: sql, arguments: [subject]) != nil
      case .run(let run):
        let sql = "SELECT 1 FROM event WHERE run = ? LIMIT 1"
        return try Int.fetchOne(db, sql: sql, arguments: [run]) != nil
      }
    }
  }

  /// Ends a hold.
  ///
  /// - Throws: `audit/no-such-hold` where none of that number is in force.
  package func liftHold(_ seq: Int, reason: String) throws {
    guard try holds().contains(where: { $0.seq == seq }) else {
      throw Diagnostic(
        "audit/no-such-hold",
        "no hold in force was placed by event \(seq)",
        at: .init(file: path)
      )
    }
    _ = try keep(Self.holdEndKind, ["hold": .integer(seq), "reason": .string(reason)])
  }

  /// The retention of each kind that has one, by name.
  package func retentions() throws -> [Retention] {
    try read { db in
      guard try Self.version(db) > 1 else { return [] }
      let row = try AuditStatement(db, "SELECT kind, days FROM retention ORDER BY kind")
      var all: [Retention] = []
      while try row.step() { all.append(Retention(kind: row.text(0), days: row.integer(1))) }
      return all
    }
  }

  /// Sets how many days contents of a kind are kept; nothing is erased by that alone.
  ///
  /// - Throws: `audit/unknown-kind`.
  package func setRetention(_ retention: Retention) throws {
    try checkKind(retention.kind)
    _ = try keep(
      Self.retentionKind,
      ["of": .string(retention.kind), "days": .integer(retention.days)]
    )
  }

  private func keep(_ kind: String, _ body: [String: CanonicalValue]) throws -> Int {
    var seq = 0
    try write { db in
      var grown = try self.currentTree(db)
      seq = grown.size
      let record = DecisionRecord(kind: kind, run: Self.ownRun, body: body)
      try self.insert([record], into: db, tree: &grown)
    }
    return seq
  }
}
