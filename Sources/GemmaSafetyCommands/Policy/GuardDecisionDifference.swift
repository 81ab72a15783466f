import GenerationGuard
import ReportPages
import SafetyCore
import SafetyPolicy
import TerminalOutput

/// On which texts of a set two policies decide differently; texts go by their line.
struct GuardDecisionDifference {
  struct Row: Equatable {
    let line: Int
    let left: String
    let right: String
  }

  let rows: [Row]
  private let count: Int

  init(
    _ left: GuardProgram,
    _ right: GuardProgram,
    _ texts: [String],
    isAnswer: Bool
  ) throws {
    var facts = GuardFacts()
    facts.today = String(Clock.now().prefix(10))
    func decision(_ program: GuardProgram, _ text: String) throws -> String {
      let stage = isAnswer ? GuardStage.output : .prompt
      let evidence = try AsyncBridge.wait { [facts] in
        try await program.inspect(text, stage, facts).evidence
      }
      let decision = program.policy.decideWhole(stage, evidence, facts)
      let rule = decision.rule.map { " (\(program.policy.rules[$0].id))" } ?? ""
      return decision.action.rawValue + rule
    }
    count = texts.count
    rows = try texts.enumerated().compactMap { index, text in
      let (before, after) = (try decision(left, text), try decision(right, text))
      return before == after ? nil : Row(line: index + 1, left: before, right: after)
    }
  }

  func text(_ left: String, _ right: String) -> String {
    guard !rows.isEmpty else { return "no difference on \(ReportFormat.counted(count, "text"))\n" }
    var table = TextTable(leading: 3)
    table.add("line", left, right)
    for row in rows { table.add("\(row.line)", row.left, row.right) }
    return table.lines().joined(separator: "\n")
      + "\n\(rows.count) of \(ReportFormat.counted(count, "text")) "
      + "\(rows.count == 1 ? "is" : "are") decided differently\n"
  }

  var json: CanonicalValue {
    [
      "format": "gemma-safety.guard-decision-diff/1", "texts": .integer(count),
      "differences": .array(
        rows.map {
          ["line": .integer($0.line), "left": .string($0.left), "right": .string($0.right)]
        }
      ),
    ]
  }
}
