import Diagnostics
import GRDB
import SafetyCore

extension AuditLog {
  /// Events that a run has once or, where they name a benchmark, once for each.
  private static let beginnings: Set<String> = [
    RunBegin.kind, EvaluationBegin.kind, EvaluationImport.kind,
  ]

  /// Refuses the second beginning of a run, so that two processes cannot share one name.
  ///
  /// - Throws: `audit/run-exists`.
  func refuseSecondBeginning(_ record: DecisionRecord, in db: Database) throws {
    guard Self.beginnings.contains(record.kind) else { return }
    let row = try AuditStatement(
      db,
      """
      SELECT 1 FROM event
      WHERE run = ?1 AND kind = ?2 AND json_extract(body, '$.benchmark') IS ?3 LIMIT 1
      """
    )
    row.bind(record.run, at: 1)
    row.bind(record.kind, at: 2)
    if case .string(let benchmark)? = record.body["benchmark"] { row.bind(benchmark, at: 3) }
    guard try row.step() else { return }
    row.reset()
    throw Diagnostic(
      "audit/run-exists",
      "the run `\(record.run)` has begun already",
      at: .init(file: path),
      hint: "another process may have begun it meanwhile: run the command again"
    )
  }
}
