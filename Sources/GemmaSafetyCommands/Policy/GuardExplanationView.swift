import GenerationGuard
import ReportPages
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
    var lines = ["\(terminal.bold(decision.action.rawValue))  \(explanation.reason(in: policy))"]
    lines += ["", terminal.bold("findings")] + findingLines
    lines += ["", terminal.bold("rules that hold")] + ruleLines
    if let run = explanation.run {
      lines += ["", terminal.bold("written"), "  " + run.output]
      let held = ReportFormat.counted(run.heldMaximum, "character was", "characters were")
      lines.append("  at most \(held) held at once")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var findingLines: [String] {
    if explanation.findings.isEmpty { return ["  none"] }
    var table = TextTable(leading: 5)
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
}
