import AuditLog
import GenerationGuard
import SafetyCore

/// Decides recorded traffic again, under other policies.
package enum GuardReplay {
  /// Compares what was decided with what a policy would decide, or two policies with one another.
  ///
  /// - Parameters:
  ///   - log: The guard's.
  ///   - before: In place of what was decided then.
  ///   - after: The policy to be tried.
  ///   - run: Only decisions of this run.
  ///   - today: The day on which expiry is read.
  /// - Returns: What differs, by stage, outcome and rule.
  /// - Throws: An `audit/…` diagnostic, or `event/…` for a body of another shape.
  package static func report(
    _ log: AuditLog,
    before: GuardProgram? = nil,
    after: GuardProgram,
    run: String? = nil,
    today: String
  ) throws -> ReplayReport {
    var policies: [Digest: GuardPolicyEvent] = [:]
    try log.events(of: nil, kind: GuardPolicyEvent.kind) { event in
      let policy: GuardPolicyEvent = try event.decode()
      policies[policy.policy] = policy
    }
    var report = ReplayReport()
    try log.events(of: run, kind: GuardEvent.kind) { event in
      let record: GuardEvent = try event.decode()
      let decision = RecordedDecision(record, under: policies[record.policy])
      report.add(
        event: event.seq,
        stage: decision.stage,
        before.map { decision.verdict(of: $0, today: today) } ?? decision.recorded,
        decision.verdict(of: after, today: today)
      )
    }
    return report
  }
}
