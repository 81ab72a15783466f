import ArgumentParser
import Diagnostics
import GenerationGuard
import SafetyCore
import SafetyPolicy
import SafetyRuntime

struct PolicyDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Name every difference between two policies: 0 none, 1 some.",
    discussion: """
      Examples:
        gemma-safety policy diff gopher-paper my-policy.yaml
        gemma-safety policy diff default strict --texts prompts.txt
        gemma-safety policy diff default strict --audit audit.sqlite
      """
  )
  @Argument(help: "A policy file, or the name of a shipped policy.") var left: String
  @Argument(help: "Another; without one the shipped corpus policy, or `default` of the guard.")
  var right: String?
  @Option(help: "Compare what two guard policies decide on each line of a file instead.")
  var texts: String?
  @Option(help: "Compare what two guard policies say of the decisions in an audit log instead.")
  var audit: String?
  @Option(help: "The stage for --texts: prompt or output.") var stage = "prompt"
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    guard ["prompt", "output"].contains(stage) else {
      throw ValidationError("--stage is prompt or output")
    }
    guard texts == nil || audit == nil else { throw ValidationError("give --texts or --audit") }
  }

  func run() throws {
    var isSame = true
    var code = ExitCode(1)
    try GemmaSafety.reporting {
      if try PolicyCommand.isGuardPolicy(left) {
        if let audit {
          code = try showReplay(audit)
          isSame = code == .success
        } else {
          isSame = try showGuards()
        }
        return
      }
      guard audit == nil else {
        throw Diagnostic("policy/no-replay", "`--audit` compares guard policies only")
      }
      let (before, after) = (try PolicyCommand.load(left), try PolicyCommand.load(right))
      let difference = PolicyDifference(before, after)
      isSame = difference.rows.isEmpty
      // Two files may bear one name; then what was typed tells them apart.
      let names = before.name == after.name ? (left, right ?? "shipped") : (before.name, after.name)
      display.show(
        text: { difference.lines(names.0, names.1).joined(separator: "\n") + "\n" },
        json: { difference.json }
      )
    }
    if !isSame { throw code }
  }

  private func showReplay(_ audit: String) throws -> ExitCode {
    let report = try GuardReplay.report(
      try AuditCommand.open(audit),
      before: try PolicyCommand.loadGuard(left),
      after: try PolicyCommand.loadGuard(right ?? "default"),
      today: String(Clock.now().prefix(10))
    )
    let view = ReplayView(report, most: 5)
    display.show(text: { view.text }, json: { view.json })
    return view.exitCode
  }

  private func showGuards() throws -> Bool {
    let (before, after) = (
      try PolicyCommand.loadGuard(left), try PolicyCommand.loadGuard(right ?? "default")
    )
    if let texts {
      let lines = try InputFile.text(texts).split(separator: "\n").map(String.init)
      let difference = try GuardDecisionDifference(
        before,
        after,
        lines,
        isAnswer: stage == "output"
      )
      display.show(text: { difference.text(left, right ?? "default") }, json: { difference.json })
      return difference.rows.isEmpty
    }
    let difference = PolicyDifference(before.policy, after.policy)
    display.show(
      text: { difference.lines(left, right ?? "default").joined(separator: "\n") + "\n" },
      json: { difference.json }
    )
    return difference.rows.isEmpty
  }
}
