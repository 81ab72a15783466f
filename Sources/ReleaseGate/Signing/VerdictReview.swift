import SafetyCore

/// Judges a verdict anew: what the gate says under a policy of the events that the verdict proves.
///
/// What takes the log, its items or the model's papers stays on the verdict's word: checks that events do
/// not decide, and what comparisons item by item came to.
struct VerdictReview {
  private let verdict: GateVerdict
  private let policy: ReleasePolicy
  private let findings: [ReleaseFinding]

  init(of verdict: GateVerdict, by policy: ReleasePolicy, on evidence: ReleaseEvidence) {
    self.verdict = verdict
    self.policy = policy
    let held = Set(verdict.rules.filter { $0.outcome == .pass || $0.outcome == .warn }.map(\.id))
    var evidence = evidence
    evidence.pairings = PairedComparison.all(of: policy, on: evidence)
      .filter { held.contains($0.rule.id) }.map(Self.unchanged)
    findings = ReleaseGate(policy: policy, evidence: evidence).decide().findings
  }

  /// A comparison that finds no difference.
  private static func unchanged(_ comparison: PairedComparison) -> ReleaseEvidence.Pairing {
    ReleaseEvidence.Pairing(
      rule: comparison.rule.id,
      seq: comparison.figure.seq,
      baselineSeq: comparison.baseline.seq,
      count: comparison.rule.minimumCount,
      difference: 0,
      low: 0,
      high: 0
    )
  }

  /// What the gate would not have said, each in a phrase.
  var contradictions: [String] {
    let judged = Set(verdict.rules.map(\.id))
    let missing = findings.map(\.id).filter { !judged.contains($0) }
    return verdict.rules.compactMap(contradiction)
      + missing.map { "`\($0)` of the policy was not judged" }
  }

  private func contradiction(_ rule: GateVerdict.Rule) -> String? {
    guard let finding = findings.first(where: { $0.id == rule.id }) else {
      // A log that was changed is a finding without a rule; what only blocks lets nothing out.
      return rule.isFailure ? nil : "`\(rule.id)` is no rule of the policy"
    }
    let own = finding.record
    guard rule.severity == own.severity, rule.bound == own.bound, rule.risk == own.risk else {
      return "severity, bound or risk of `\(rule.id)` is not that of the policy"
    }
    let isHeld = rule.outcome == .pass || rule.outcome == .warn
    if isHeld, isOnItsWord(rule) { return nil }
    guard bears(rule, own) else {
      return "`\(rule.id)` is `\(rule.outcome.rawValue)` in the verdict, "
        + "`\(own.outcome.rawValue)` by what it proves: \(own.reason)"
    }
    guard !isHeld || rule.figure == own.figure && Set(rule.evidence) == Set(own.evidence) else {
      return "`\(rule.id)` rests on other events than those that the policy asks for"
    }
    return nil
  }

  private func isOnItsWord(_ rule: GateVerdict.Rule) -> Bool {
    policy.checks.contains { $0.id == rule.id && !$0.requirement.isProvable }
  }

  /// Whether a rule may have come out as it says; where it stands open, events may be missing.
  private func bears(_ rule: GateVerdict.Rule, _ own: GateVerdict.Rule) -> Bool {
    switch rule.outcome {
    case .pass: own.outcome == .pass
    // A comparison that is on the verdict's word may have failed where a rule only warns.
    case .warn: own.outcome == .pass || own.outcome == .warn
    case .waived: own.outcome == .waived && own.waiver == rule.waiver
    case .fail, .stale, .insufficient: own.outcome != .invalid
    case .invalid: true
    }
  }
}
