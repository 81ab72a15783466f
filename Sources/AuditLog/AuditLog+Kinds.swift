import Diagnostics
import GRDB
import SafetyCore

extension AuditLog {
  /// The kinds of all events that this build writes.
  package static let kinds: Set<String> = [
    RunBegin.kind, FilterDecision.kind, RunShard.kind, RunEnd.kind, BiasRecord.kind,
    GuardPolicyEvent.kind, GuardEvent.kind, GuardTally.kind, ReviewResolved.kind,
    EvaluationBegin.kind, EvaluationItem.kind, MetricEvent.kind, ScoreSpread.kind,
    EvaluationEnd.kind, EvaluationImport.kind, ModelRecord.kind, GateVerdict.kind,
    keyKind, signingKind, importKind, migrationKind, Erasure.kind,
    holdKind, holdEndKind, retentionKind, MixtureShare.kind, MixtureArtifact.kind,
  ]

  /// Refuses a kind that neither this build writes nor the log holds an event of.
  ///
  /// - Throws: `audit/unknown-kind`.
  package func checkKind(_ kind: String) throws {
    guard !Self.kinds.contains(kind) else { return }
    let isThere = try read { db in
      try Int.fetchOne(db, sql: "SELECT 1 FROM event WHERE kind = ? LIMIT 1", arguments: [kind])
    }
    guard isThere == nil else { return }
    throw Diagnostic(
      "audit/unknown-kind",
      "no event is of the kind `\(kind)`",
      at: .init(file: path),
      hint: nearest(to: kind, among: Self.kinds).map { "did you mean `\($0)`?" }
        ?? "`gemma-safety audit stats` lists the kinds of a log"
    )
  }
}
