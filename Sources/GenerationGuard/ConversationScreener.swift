import SafetyCore
import SafetyDetectors
import SafetyPolicy

/// Goes through a conversation message by message, stage by stage.
struct ConversationScreener {
  private let program: GuardProgram
  private let facts: GuardFacts
  private var messages: [ChatMessage]
  private let applicationTexts: [String]
  /// Messages up to here were looked at in an earlier request.
  private let trustedCount: Int
  private var risk: Double
  private var history: GuardScreening.Stage
  private var results: GuardScreening.Stage
  /// Names of tools by the id of the call.
  private var tools: [String: String] = [:]

  init(
    _ program: GuardProgram,
    _ request: GenerationRequest,
    _ facts: GuardFacts,
    _ trusted: TrustedTurns?
  ) throws {
    self.program = program
    self.facts = facts
    messages = request.messages
    applicationTexts = request.applicationTexts
    trustedCount = trusted?.count ?? 0
    risk = max(facts.turnRisk ?? 0, trusted?.risk ?? 0)
    history = .init(.history, facts)
    results = .init(.toolResult, facts)
  }

  private var policy: GuardPolicy { program.policy }

  mutating func screen() async throws -> GuardScreening {
    let asked = messages.lastIndex { $0.role == .user }
    if let failure = overLimit() { return refused(failure) }
    lookAtApplication()
    let spoken = messages.indices.filter { messages[$0].role != .system && $0 != asked }
    let weighed = Set(spoken.filter { $0 < asked ?? 0 }.suffix(policy.settings.multiTurn.window))
    for index in spoken {
      for call in messages[index].toolCalls { tools[call.id] = call.name }
      if messages[index].role == .tool {
        try await lookAtResult(index)
      } else if index >= trustedCount {
        try await lookAtHistory(index, weighs: weighed.contains(index))
      }
    }
    return try await finish(asked.map { messages[$0].text } ?? "")
  }

  /// Looks for markers in what the application says; a clean text is no text of the stage.
  private mutating func lookAtApplication() {
    for text in messages.filter({ $0.role == .system }).map(\.text) + applicationTexts {
      let (findings, evidence) = program.scanMarkers(text)
      guard !findings.isEmpty else { continue }
      history.take(policy.decide(.history, evidence, facts), findings, evidence, facts)
    }
  }

  private mutating func lookAtHistory(_ index: Int, weighs: Bool) async throws {
    let message = messages[index]
    let calls = message.toolCalls.map { ToolCallText.readable($0) }
    let text = ([message.text] + calls).filter { !$0.isEmpty }.joined(separator: "\n")
    let (findings, evidence) = try await program.inspect(text, .history, facts)
    history.take(policy.decide(.history, evidence, facts), findings, evidence, facts)
    guard weighs, message.role == .user else { return }
    risk = max(policy.settings.multiTurn.decay * risk, risk(of: evidence))
  }

  private mutating func lookAtResult(_ index: Int) async throws {
    var facts = facts
    facts.tool = messages[index].toolCallID.flatMap { tools[$0] }
    let (findings, evidence) = try await program.inspect(
      messages[index].text,
      .toolResult,
      facts
    )
    let decision = policy.decide(.toolResult, evidence, facts)
    results.take(decision, findings, evidence, facts)
    messages[index].text = program.redacted(messages[index].text, findings, decision)
  }

  private mutating func finish(_ question: String) async throws -> GuardScreening {
    var facts = facts
    facts.turnRisk = risk
    let (findings, evidence) = try await program.inspect(question, .prompt, facts)
    var prompt = GuardScreening.Stage(.prompt, facts)
    prompt.take(policy.decide(.prompt, evidence, facts), findings, evidence, facts)
    let stages = [history, results].filter { !$0.evidence.isEmpty } + [prompt]
    var screening = GuardScreening(stages: stages, facts: facts, messages: messages)
    screening.riskAfterwards = max(policy.settings.multiTurn.decay * risk, self.risk(of: evidence))
    if stages.contains(where: \.decision.isFailure) { screening.failure = "a detector failed" }
    return screening
  }

  /// 0 to 1: how grave the gravest rule is that a message of the person meets.
  private func risk(of evidence: GuardEvidence) -> Double {
    let proposals = policy.decide(.prompt, evidence, facts).proposals
    let gravest = proposals.map(\.severity.rawValue).max() ?? 0
    return Double(gravest) / Double(GuardSeverity.critical.rawValue)
  }

  private func overLimit() -> String? {
    if messages.count > policy.settings.turns {
      return "the conversation has more than \(policy.settings.turns) messages"
    }
    if messages.contains(where: { $0.text.utf8.count > policy.settings.promptBytes }) {
      return "a message has more than \(policy.settings.promptBytes) bytes"
    }
    let most = policy.settings.toolBytes
    if messages.contains(where: { $0.toolCalls.contains { $0.arguments.utf8.count > most } }) {
      return "a call of a tool has more than \(most) bytes"
    }
    return nil
  }

  private func refused(_ failure: String) -> GuardScreening {
    var prompt = GuardScreening.Stage(.prompt, facts)
    prompt.decision.action = .refuse
    return GuardScreening(stages: [prompt], facts: facts, messages: messages, failure: failure)
  }
}

extension GuardProgram {
  /// A text with what enforced rules redact in it replaced.
  func redacted(
    _ text: String,
    _ findings: [StreamFinding],
    _ decision: GuardDecision
  ) -> String {
    let rules = decision.proposals.filter { $0.standing == .enforced && $0.action == .redact }
    let detectors = Set(rules.flatMap { policy.rules[$0.rule].condition.detectors })
    guard !detectors.isEmpty else { return text }
    var edits = StreamEdits()
    for scalar in text.unicodeScalars { edits.append(scalar) }
    for finding in findings where detectors.contains(finding.detector) {
      _ = edits.replace(finding.span, with: finding.isContinuation ? "" : placeholder(of: finding))
    }
    edits.settle(before: .max)
    return edits.takeOutput()
  }
}
