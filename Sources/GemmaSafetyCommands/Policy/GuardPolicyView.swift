import GenerationGuard
import ReportPages
import SafetyCore
import SafetyPolicy
import TerminalOutput

/// A guard policy as `policy check` and `policy show` print it.
struct GuardPolicyView {
  private let program: GuardProgram
  private let file: String
  private let warnings: [GuardPolicyLint.Warning]

  init(_ program: GuardProgram, _ file: String) {
    self.program = program
    self.file = file
    warnings =
      GuardPolicyLint(
        program.policy,
        today: String(Clock.now().prefix(10)),
        phrases: program.phrases
      ).warnings
  }

  private var policy: GuardPolicy { program.policy }

  func showCheck(_ display: DisplayOptions) {
    display.show(text: { checkText(display.terminal) }, json: { checkJSON })
  }

  func show(_ display: DisplayOptions) {
    display.show(text: { showText(display.terminal) }, json: { policy.canonicalForm })
  }

  private func checkText(_ terminal: Terminal) -> String {
    let enforced = policy.rules.count { $0.mode == .enforce }
    var text =
      "\(file): valid, \(ReportFormat.counted(policy.detectors.count, "detector")), "
      + "\(ReportFormat.counted(policy.rules.count, "rule")), \(enforced) enforced, "
      + "\(ReportFormat.counted(policy.tests.count, "test"))\nsha256:\(program.digest.hex)\n\n"
    var table = TextTable(leading: 4)
    table.add("rule", "stage", "action", "mode", "holds at most")
    for rule in policy.rules {
      let bound = program.holdBound(of: rule)
      table.add(
        rule.id,
        Self.stages(rule),
        rule.action.rawValue,
        rule.mode.rawValue,
        Self.held(bound)
      )
    }
    table.add("all together", "", "", "", Self.held(program.holdBound))
    text += table.lines().joined(separator: "\n") + "\n"
    for warning in warnings { text += "warning[\(warning.code)]: \(warning.message)\n" }
    return text
  }

  private var checkJSON: CanonicalValue {
    [
      "format": "gemma-safety.guard-policy-check/1", "file": .string(file), "valid": true,
      "name": .string(policy.name), "sha256": .string(program.digest.hex),
      "hold_bound": .integer(program.holdBound),
      "rules": .array(
        policy.rules.map {
          [
            "id": .string($0.id), "action": .string($0.action.rawValue),
            "mode": .string($0.mode.rawValue), "hold_bound": .integer(program.holdBound(of: $0)),
          ]
        }
      ),
      "warnings": .array(
        warnings.map { ["code": .string($0.code), "message": .string($0.message)] }
      ),
      "problems": .array([]),
    ]
  }

  private func showText(_ terminal: Terminal) -> String {
    var text =
      "\(terminal.bold("\(policy.name) \(policy.version)"))  \(policy.summary)\n"
      + "sha256:\(program.digest.hex)\n"
    for base in policy.bases { text += "extends \(base)\n" }
    let ids = policy.detectors.map(\.id)
    for rule in policy.rules {
      text += "\n\(terminal.bold(rule.id))  \(rule.action.rawValue)"
      text += rule.mode == .enforce ? "" : ", \(rule.mode.rawValue)"
      text += rule.escalates ? ", for review" : ""
      text += "  \(terminal.dim("\(rule.severity.name), \(Self.stages(rule))"))\n"
      text += "  if \(rule.condition.text(ids))\n"
      if let exclusion = rule.exclusion { text += "  unless \(exclusion.text(ids))\n" }
      if let clause = rule.clause { text += "  carries out \(clause)\n" }
    }
    return text
  }

  private static func held(_ bound: Int) -> String {
    bound == 0 ? "nothing" : ReportFormat.counted(bound, "character")
  }

  private static func stages(_ rule: GuardRule) -> String {
    GuardStage.allCases.filter(rule.stages.contains).map(\.rawValue).joined(separator: ", ")
  }
}
