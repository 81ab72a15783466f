import SafetyCore
import SafetyDetectors
import SafetyPolicy

extension GuardEvent {
  /// Findings that one record lists; the rest is counted.
  private static let mostFindings = 64

  /// The record of a decision, with the evidence of each text that the stage looked at.
  init(
    _ decision: GuardDecision,
    _ findings: [StreamFinding],
    _ evidence: [GuardEvidence],
    _ facts: GuardFacts,
    _ program: GuardProgram
  ) {
    let policy = program.policy
    self.init(
      run: "",
      request: "",
      policy: program.digest,
      model: "",
      stage: decision.stage.rawValue,
      action: decision.action.rawValue,
      severity: decision.severity.name
    )
    rule = decision.rule.map { policy.rules[$0].id }
    escalates = decision.escalates
    proposals = decision.proposals.map {
      Proposal(rule: policy.rules[$0.rule].id, standing: $0.standing.name)
    }
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
    self.facts = Facts(facts)
    self.evidence = Self.parts(evidence, policy)
  }

  /// What detectors said by text; equal texts once, since they are decided alike.
  private static func parts(
    _ evidence: [GuardEvidence],
    _ policy: GuardPolicy
  ) -> [[String: Evidence]] {
    var seen: Set<GuardEvidence> = []
    return evidence.filter { seen.insert($0).inserted }.map { part in
      var said: [String: Evidence] = [:]
      for (index, entry) in part.entries.enumerated() where entry != GuardEvidence.Entry() {
        said[policy.detectors[index].id] = Evidence(
          count: entry.count,
          score: entry.score,
          failure: entry.failure
        )
      }
      return said
    }
  }
}

extension GuardEvent.Facts {
  init(_ facts: GuardFacts) {
    self.init(
      language: facts.language,
      route: facts.route,
      role: facts.role,
      turnRisk: facts.turnRisk ?? 0,
      today: facts.today
    )
    tool = facts.tool
    rollout = facts.rollout
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
