import SafetyCore

/// Decides about a release: a plain function of a policy and of what is on record.
///
/// Whatever is missing, old, unproved or doubtful is an outcome that blocks; nothing passes by default.
package struct ReleaseGate: Sendable {
  /// The finding that the log was changed, where no check of the policy asks about it.
  package static let logFinding = "audit-log"

  package let policy: ReleasePolicy
  package let evidence: ReleaseEvidence

  package init(policy: ReleasePolicy, evidence: ReleaseEvidence) {
    self.policy = policy
    self.evidence = evidence
  }

  /// Judges every rule, corrects for their number where the policy says so, and applies waivers.
  package func decide() -> ReleaseDecision {
    var findings = policy.rules.map { rule in
      FigureJudge(rule: rule, evidence: evidence, signoffs: policy.signoffs).finding()
    }
    if policy.correction == .holm { correct(&findings) }
    for (index, rule) in policy.rules.enumerated() {
      findings[index] = FigureJudge(rule: rule, evidence: evidence, signoffs: policy.signoffs)
        .signed(findings[index])
    }
    findings = findings.map(softened)
    let rules = Set(findings.flatMap(\.evidence))
    // What the other checks rest on must be under the checkpoints too.
    findings += checks(citing: rules.union(checks(citing: rules).flatMap(\.evidence)))
    if let doubt = doubtfulLog() { findings.append(doubt) }
    return ReleaseDecision(
      policyDigest: policy.digest,
      model: evidence.model,
      modelSHA256: evidence.modelSHA256,
      findings: findings.map(waived)
    )
  }

  private func checks(citing cited: Set<Int>) -> [ReleaseFinding] {
    policy.checks.map { check in
      softened(CheckJudge(check: check, policy: policy, evidence: evidence, cited: cited).finding())
    }
  }

  /// A log that was changed stands in the way, whether or not the policy asks about it.
  private func doubtfulLog() -> ReleaseFinding? {
    let asks = policy.checks.contains { $0.requirement.name == "audit_log" }
    guard !asks, evidence.log.standing == .tampered else { return nil }
    var finding = ReleaseFinding(
      id: Self.logFinding,
      severity: .block,
      outcome: .invalid,
      reason: evidence.log.problem ?? "the log does not verify"
    )
    finding.step = .verifyLog
    return finding
  }

  /// Takes back what passed only because nobody counted how many intervals were looked at.
  private func correct(_ findings: inout [ReleaseFinding]) {
    let family = policy.rules.indices.filter { policy.rules[$0].statistic != .point }
    let level = family.map { policy.rules[$0].confidence }.max() ?? 0.95
    let held = Holm.held(
      family.map { findings[$0].probability ?? 1 },
      // An end of a two-sided interval is missed on one side only.
      level: (1 - level) / 2
    )
    for (index, holds) in zip(family, held) where !holds && !findings[index].outcome.isOpen {
      findings[index].outcome = .insufficient
      findings[index].reason =
        "the bound is not held once \(family.count) intervals are corrected for (Holm)"
    }
  }

  /// A rule that only warns says so instead of failing.
  private func softened(_ finding: ReleaseFinding) -> ReleaseFinding {
    guard finding.severity == .warn, finding.outcome == .fail else { return finding }
    var finding = finding
    finding.outcome = .warn
    return finding
  }

  private func waived(_ finding: ReleaseFinding) -> ReleaseFinding {
    guard let waiver = policy.waivers.first(where: { $0.rule == finding.id })?.terms else {
      return finding
    }
    var finding = finding
    guard finding.outcome.isOpen else { return finding }
    guard finding.outcome != .invalid else {
      finding.reason += "; no waiver covers evidence that cannot be relied on"
      return finding
    }
    guard waiver.expires >= evidence.today else {
      finding.reason += "; its waiver ended on \(waiver.expires)"
      return finding
    }
    finding.waiver = waiver
    finding.outcome = .waived
    finding.reason += "; waived by \(waiver.approver) until \(waiver.expires): \(waiver.reason)"
    return finding
  }
}
