import GenerationGuard
import SafetyCore
import SafetyPolicy
import TerminalOutput

/// An explanation as `policy explain` prints it.
struct GuardExplanationView {
  private let explanation: GuardExplanation
  private let program: GuardProgram
  private let input: String
  private let terminal: Terminal

  init(
    _ explanation: GuardExplanation,
    _ program: GuardProgram,
    _ input: String,
    _ terminal: Terminal
  ) {
    self.explanation = explanation
    self.program = program
    self.input = input
    self.terminal = terminal
  }

  private var policy: GuardPolicy { program.policy }
  private var decision: GuardDecision { explanation.decision }

  var text: String {
    var lines = ["\(terminal.bold(decision.action.rawValue))  \(reason)"]
    lines += ["", terminal.bold("findings")] + findingLines
    lines += ["", terminal.bold("rules that hold")] + ruleLines
    if let run = explanation.run {
      lines += ["", terminal.bold("written"), "  " + run.output]
      lines.append("  at most \(run.heldMaximum) characters were held at once")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Why the action won, in one phrase.
  private var reason: String {
    if decision.isFailure { return "a detector failed, and the stage fails closed" }
    guard let rule = decision.rule else { return "no enforced rule holds" }
    let others = decision.proposals.filter { $0.standing == .enforced && $0.rule != rule }
    let name = policy.rules[rule].id
    guard !others.isEmpty else { return "because of `\(name)`, the only enforced rule that holds" }
    let isGravest = others.allSatisfy { $0.action.rank < decision.action.rank }
    if isGravest { return "because of `\(name)`, whose action outranks \(others.count) others" }
    return "because of `\(name)`, the gravest or first among rules of the same rank"
  }

  private var findingLines: [String] {
    if explanation.findings.isEmpty { return ["  none"] }
    var table = TextTable(leading: 4)
    let bytes = Array(input.utf8)
    for finding in explanation.findings {
      let found = String(decoding: bytes[finding.span], as: UTF8.self)
      table.add(
        policy.detectors[finding.detector].id,
        finding.view.rawValue,
        "bytes \(finding.span.lowerBound)–\(finding.span.upperBound)",
        "score \(decimal((finding.score * 1000).rounded() / 1000))",
        String(found.prefix(60))
      )
    }
    return table.lines(indent: 2)
  }

  private var ruleLines: [String] {
    if decision.proposals.isEmpty { return ["  none"] }
    var table = TextTable(leading: 4)
    let ids = policy.detectors.map(\.id)
    for proposal in decision.proposals {
      let rule = policy.rules[proposal.rule]
      table.add(
        rule.id,
        rule.action.rawValue,
        proposal.standing.name,
        rule.severity.name + "  if " + rule.condition.text(ids)
      )
    }
    return table.lines(indent: 2)
  }

  var json: CanonicalValue {
    [
      "format": "gemma-safety.guard-explanation/1", "policy": .string(program.digest.hex),
      "stage": .string(explanation.stage.rawValue), "action": .string(decision.action.rawValue),
      "rule": decision.rule.map { .string(policy.rules[$0].id) } ?? .null,
      "reason": .string(reason), "escalated": .boolean(decision.escalates),
      "findings": .array(
        explanation.findings.map {
          [
            "detector": .string(policy.detectors[$0.detector].id),
            "view": .string($0.view.rawValue), "score": .string(decimal($0.score)),
            "span": [.integer($0.span.lowerBound), .integer($0.span.upperBound)],
          ]
        }
      ),
      "rules": .array(
        decision.proposals.map {
          [
            "rule": .string(policy.rules[$0.rule].id), "action": .string($0.action.rawValue),
            "severity": .string($0.severity.name), "standing": .string($0.standing.name),
          ]
        }
      ),
      "output": explanation.run.map { .string($0.output) } ?? .null,
      "held_max": explanation.run.map { .integer($0.heldMaximum) } ?? .null,
    ]
  }
}
