import SafetyCore
import SafetyDetectors
import SafetyPolicy

extension GuardEvent {
  /// Findings that one record lists; the rest is counted.
  private static let mostFindings = 64

  /// The record of a decision.
  init(
    _ decision: GuardDecision,
    _ findings: [StreamFinding],
    _ program: GuardProgram,
    request: String,
    model: String
  ) {
    let policy = program.policy
    self.init(
      request: request,
      policy: program.digest,
      model: model,
      stage: decision.stage.rawValue,
      action: decision.action.rawValue,
      severity: decision.severity.name
    )
    rule = decision.rule.map { policy.rules[$0].id }
    escalates = decision.escalates
    proposals = decision.proposals.map { (policy.rules[$0.rule].id, $0.standing.name) }
    failures = decision.unknown.map { "\(policy.rules[$0.rule].id): \($0.failMode.rawValue)" }
    self.findings = findings.prefix(Self.mostFindings).map {
      Finding(
        detector: policy.detectors[$0.detector].id,
        view: $0.view.rawValue,
        score: $0.score,
        span: $0.span
      )
    }
    moreFindings = max(0, findings.count - Self.mostFindings)
  }
}

extension GuardDecision.Standing {
  /// As records and reports write it.
  package var name: String {
    switch self {
    case .enforced: "enforced"
    case .shadow: "shadow"
    case .notRolledOut: "not_rolled_out"
    case .excepted(let id): "excepted:\(id)"
    }
  }
}
