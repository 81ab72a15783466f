import SafetyCore
import SafetyDetectors
import SafetyPolicy

/// What a policy says of a conversation before anything is generated.
package struct GuardScreening: Sendable {
  /// One stage's gravest decision, with what all of its texts showed and called for.
  package struct Stage: Sendable {
    package var decision: GuardDecision
    package var findings: [StreamFinding] = []
    /// One for each text that was looked at.
    package var evidence: [GuardEvidence] = []
    package var facts = GuardFacts()

    init(_ stage: GuardStage, _ facts: GuardFacts) {
      decision = GuardDecision(stage: stage)
      self.facts = facts
    }

    /// Takes up the decision over one more text of the stage.
    mutating func take(
      _ next: GuardDecision,
      _ found: [StreamFinding],
      _ seen: GuardEvidence,
      _ facts: GuardFacts
    ) {
      let isFirst = evidence.isEmpty
      evidence.append(seen)
      let escalates = decision.escalates || next.escalates
      let proposals = Self.merged(decision.proposals, next.proposals)
      if isFirst || next.action.rank > decision.action.rank {
        decision = next
        findings = found
        self.facts = facts
      }
      decision.escalates = escalates
      decision.proposals = proposals
    }

    /// What all texts call for: each rule once, as it stands where it acts.
    private static func merged(
      _ known: [GuardDecision.Proposal],
      _ more: [GuardDecision.Proposal]
    ) -> [GuardDecision.Proposal] {
      var byRule: [Int: GuardDecision.Proposal] = [:]
      for proposal in known + more
      where byRule[proposal.rule] == nil || proposal.standing == .enforced {
        byRule[proposal.rule] = proposal
      }
      return byRule.values.sorted { $0.rule < $1.rule }
    }
  }

  /// In the order in which they were looked at; only those that had a text, and always the prompt.
  package var stages: [Stage]
  /// Facts with the conversation's risk filled in.
  package var facts: GuardFacts
  /// The risk that the next turn begins with.
  package var riskAfterwards = 0.0
  /// As the model may read them: what a rule redacts in results of tools is redacted.
  package var messages: [ChatMessage]
  /// Why the conversation could not be looked at; nil where it could.
  package var failure: String?

  /// Of all stages, the decision that wins; of equal ones the earliest.
  package var decision: GuardDecision {
    let decisions = stages.map(\.decision)
    return decisions.reduce(decisions[0]) { $1.action.rank > $0.action.rank ? $1 : $0 }
  }

  /// Whether no rule has changed anything.
  var isClean: Bool { stages.allSatisfy { $0.decision.action.rank <= GuardAction.annotate.rank } }

  /// Whether nothing was changed, nothing failed and nothing is for a person to look at.
  var isRoutine: Bool {
    isClean && failure == nil && !stages.contains { $0.decision.escalates || $0.decision.isFailure }
  }
}

extension GuardProgram {
  /// Looks at a conversation.
  ///
  /// - Parameters:
  ///   - request: Of the application's own words, such as its system message, only markers are found.
  ///   - facts: Of the request.
  ///   - trusted: Turns that a seal vouches for; results of tools among them are looked at again.
  /// - Returns: The decision of each stage.
  /// - Throws: When a detector cannot be set up; `CancellationError`.
  package func screen(
    _ request: GenerationRequest,
    _ facts: GuardFacts,
    trusting trusted: TrustedTurns? = nil
  ) async throws -> GuardScreening {
    try await ScreeningExecutor.run(bytes: request.messages.reduce(0) { $0 + $1.text.utf8.count }) {
      var screener = try ConversationScreener(self, request, facts, trusted)
      return try await screener.screen()
    }
  }

  /// Looks at one text with all detectors.
  ///
  /// - Throws: When a detector cannot be set up; `CancellationError`.
  package func scan(
    _ text: String
  ) throws -> (findings: [StreamFinding], evidence: GuardEvidence) {
    var scanner = try GuardScanner(self)
    return try scanner.scan(text)
  }

  /// Looks at one text with all detectors, judges included where a rule of the stage asks them.
  ///
  /// - Throws: When a detector cannot be set up; `CancellationError`.
  package func inspect(
    _ text: String,
    _ stage: GuardStage,
    _ facts: GuardFacts
  ) async throws -> (findings: [StreamFinding], evidence: GuardEvidence) {
    try await inspect(text, [stage], facts)[0]
  }

  /// Looks at one text for several stages: detectors once, and no judge twice.
  ///
  /// - Returns: What there is for each stage.
  /// - Throws: When a detector cannot be set up; `CancellationError`.
  func inspect(
    _ text: String,
    _ stages: [GuardStage],
    _ facts: GuardFacts
  ) async throws -> [(findings: [StreamFinding], evidence: GuardEvidence)] {
    let scanned = try await ScreeningExecutor.run(bytes: text.utf8.count) { try scan(text) }
    let passage = JudgedPassage(question: text, sentence: text)
    var answers: [Int: JudgeAnswer] = [:]
    var all: [(findings: [StreamFinding], evidence: GuardEvidence)] = []
    for stage in stages {
      var (findings, evidence) = scanned
      let asked = text.isEmpty ? [] : asking([stage] + stage.atItsEnd, evidence, facts)
      for answer in await ask(asked.filter { answers[$0] == nil }, about: passage) {
        answers[answer.detector] = answer
      }
      for answer in asked.compactMap({ answers[$0] }) {
        note(answer, in: &evidence)
        guard let score = answer.score else { continue }
        findings.append(
          StreamFinding(detector: answer.detector, span: 0..<text.utf8.count, score: score)
        )
      }
      all.append((findings, evidence))
    }
    return all
  }
}
