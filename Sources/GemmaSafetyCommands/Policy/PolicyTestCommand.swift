import ArgumentParser
import GenerationGuard
import ReportPages
import SafetyCore
import SafetyPolicy
import TerminalOutput

struct PolicyTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run the tests and gates that a guard policy carries: 0 all pass, 1 some do not.",
    discussion: """
      Every test is run in each of its dresses; answers are cut into pieces in every way the test \
      asks for, and each way must give the same answer.

      Examples:
        gemma-safety policy test default
        gemma-safety policy test my-policy.yaml --json
      """
  )
  @Argument(help: "A guard policy or the name of a shipped one.") var file: String
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    var isPassed = true
    try GemmaSafety.reporting {
      let program = try PolicyCommand.loadGuard(file)
      let today = String(Clock.now().prefix(10))
      let tester = try AsyncBridge.wait { try await GuardPolicyTester(program, today: today) }
      isPassed = tester.isPassed
      display.show(text: { text(tester) }, json: { json(tester, program) })
    }
    if !isPassed { throw ExitCode(1) }
  }

  private func text(_ tester: GuardPolicyTester) -> String {
    var text = ""
    for outcome in tester.outcomes where !outcome.problems.isEmpty {
      let dress = outcome.mutation.map { " in \($0.rawValue)" } ?? ""
      text += "\(display.terminal.bold("failed")) \(outcome.test)\(dress)\n"
      // The same for a hundred cuts says no more than once.
      var seen: Set<String> = []
      for problem in outcome.problems where seen.insert(problem).inserted {
        text += "  \(problem)\n"
      }
    }
    let passed = tester.outcomes.count { $0.problems.isEmpty }
    let cuts = tester.outcomes.reduce(0) { $0 + $1.cuts }
    text += "\(passed) of \(ReportFormat.counted(tester.outcomes.count, "test")) passed, "
    text += ReportFormat.counted(cuts, "run") + "\n"
    for gate in tester.gates {
      text +=
        "gate \(gate.gate.measure.rawValue): \(decimal(gate.value)) against "
        + "\(decimal(gate.gate.limit)), \(gate.isKept ? "kept" : "broken")\n"
    }
    return text
  }

  private func json(_ tester: GuardPolicyTester, _ program: GuardProgram) -> CanonicalValue {
    [
      "format": "gemma-safety.guard-policy-test/1", "file": .string(file),
      "sha256": .string(program.digest.hex), "passed": .boolean(tester.isPassed),
      "tests": .array(
        tester.outcomes.map {
          [
            "id": .string($0.test), "kind": .string($0.kind.rawValue),
            "mutation": $0.mutation.map { .string($0.rawValue) } ?? .null,
            "action": .string($0.action.rawValue),
            "rule": $0.rule.map { .string($0) } ?? .null, "runs": .integer($0.cuts),
            "problems": .array(Set($0.problems).sorted().map(CanonicalValue.string)),
          ]
        }
      ),
      "gates": .array(
        tester.gates.map {
          [
            "measure": .string($0.gate.measure.rawValue), "value": .string(decimal($0.value)),
            "limit": .string(decimal($0.gate.limit)), "kept": .boolean($0.isKept),
          ]
        }
      ),
    ]
  }
}
