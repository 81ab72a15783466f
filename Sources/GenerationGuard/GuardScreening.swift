import SafetyCore
import SafetyDetectors
import SafetyPolicy

/// What a policy says of a conversation before anything is generated.
package struct GuardScreening: Sendable {
  /// One stage's decision with what led to it.
  package struct Stage: Sendable {
    package var decision: GuardDecision
    package var findings: [StreamFinding]
  }

  package var history: Stage
  package var prompt: Stage
  /// Facts with the conversation's risk filled in.
  package var facts: GuardFacts
  /// Why the conversation could not be looked at; nil where it could.
  package var failure: String?

  /// Of both stages, the decision that wins.
  package var decision: GuardDecision {
    history.decision.action.rank >= prompt.decision.action.rank && history.decision.rule != nil
      ? history.decision : prompt.decision
  }
}

extension GuardProgram {
  /// Looks at a conversation; every earlier message is looked at again, none is taken on trust.
  ///
  /// - Throws: When a detector cannot be set up.
  package func screen(_ request: GenerationRequest, _ facts: GuardFacts) throws -> GuardScreening {
    let scanner = try makeScanner()
    let messages = request.messages.filter { $0.role != .system }
    var facts = facts
    var history = GuardScreening.Stage(decision: GuardDecision(stage: .history), findings: [])
    let last = messages.last?.role == .user ? messages.last : nil
    let earlier = (last == nil ? messages : messages.dropLast())
    if let failure = overLimit(messages) { return refused(failure, history, facts) }
    var risk = facts.turnRisk
    for message in earlier.suffix(policy.settings.multiTurn.window) {
      let (findings, evidence) = try scan(message.text)
      let decision = policy.decide(.history, evidence, facts)
      if decision.action.rank > history.decision.action.rank || history.decision.rule == nil {
        history = .init(decision: decision, findings: findings)
      }
      guard message.role == .user else { continue }
      risk = max(policy.settings.multiTurn.decay * risk, self.risk(evidence, facts))
    }
    facts.turnRisk = risk
    let (findings, evidence) = scanner.scan(last?.text ?? "")
    let prompt = GuardScreening.Stage(
      decision: policy.decide(.prompt, evidence, facts),
      findings: findings
    )
    var screening = GuardScreening(history: history, prompt: prompt, facts: facts)
    if screening.decision.isFailure { screening.failure = "a detector failed" }
    return screening
  }

  /// Looks at one text with all detectors.
  package func scan(
    _ text: String
  ) throws -> (findings: [StreamFinding], evidence: GuardEvidence) {
    try makeScanner().scan(text)
  }

  func makeScanner() throws -> GuardScanner { try GuardScanner(self) }

  /// 0 to 1: how grave the gravest rule is that a message of the person meets.
  private func risk(_ evidence: GuardEvidence, _ facts: GuardFacts) -> Double {
    let proposals = policy.decide(.prompt, evidence, facts).proposals
    let gravest = proposals.map(\.severity.rawValue).max() ?? 0
    return Double(gravest) / Double(GuardSeverity.critical.rawValue)
  }

  private func overLimit(_ messages: [ChatMessage]) -> String? {
    if messages.count > policy.settings.turns {
      return "the conversation has more than \(policy.settings.turns) messages"
    }
    if messages.contains(where: { $0.text.utf8.count > policy.settings.promptBytes }) {
      return "a message has more than \(policy.settings.promptBytes) bytes"
    }
    return nil
  }

  private func refused(
    _ failure: String,
    _ history: GuardScreening.Stage,
    _ facts: GuardFacts
  ) -> GuardScreening {
    var decision = GuardDecision(stage: .prompt)
    decision.action = .refuse
    return GuardScreening(
      history: history,
      prompt: .init(decision: decision, findings: []),
      facts: facts,
      failure: failure
    )
  }
}
