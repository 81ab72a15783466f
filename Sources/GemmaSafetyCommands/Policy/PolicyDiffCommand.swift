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
  @Argument(help: "A policy file, - for standard input, or the name of a shipped policy.")
  var left: String
  @Argument(help: "Another; without one the shipped corpus policy, or `default` of the guard.")
  var right: String?
  @Option(help: "Compare what two guard policies decide on each line of a file instead.")
  var texts: String?
  @Option(help: "Compare what two guard policies say of the decisions in an audit log instead.")
  var audit: String?
  @Option(help: "The stage for --texts: prompt or output.") var stage = "prompt"
  @OptionGroup(title: "Output") var display: DisplayOptions

  private static let standardGuard = "default"

  func validate() throws {
    guard left != "-" || right != "-" else {
      throw ValidationError("standard input is one policy, not two")
    }
    guard ["prompt", "output"].contains(stage) else {
      throw ValidationError("--stage is prompt or output")
    }
    guard texts == nil || audit == nil else { throw ValidationError("give --texts or --audit") }
  }

  func run() throws {
    var isSame = true
    var code = ExitCode(1)
    try GemmaSafety.reporting {
      let source = try PolicySource(left)
      let other = try PolicySource(right ?? (source.kind == .guarded ? Self.standardGuard : nil))
      if source.kind == .guarded {
        let programs = (try source.program(), try other.program())
        if let audit {
          code = try showReplay(audit, programs.0, programs.1)
          isSame = code == .success
        } else {
          isSame = try showGuards(programs.0, programs.1)
        }
        return
      }
      guard audit == nil else {
        throw Diagnostic("policy/no-replay", "`--audit` compares guard policies only")
      }
      isSame = showCorpora(try source.corpus(), try other.corpus())
    }
    if !isSame { throw code }
  }

  private func showCorpora(_ before: CorpusPolicy, _ after: CorpusPolicy) -> Bool {
    // Two files may bear one name; then what was typed tells them apart.
    let isOneName = before.name == after.name
    let names = isOneName ? (left, right ?? "shipped") : (before.name, after.name)
    return show(PolicyDifference(before, after), names.0, names.1)
  }

  private func show(_ difference: PolicyDifference, _ left: String, _ right: String) -> Bool {
    display.show(
      text: {
        difference.lines(left, right, width: display.terminal.room).joined(separator: "\n") + "\n"
      },
      json: { difference.json }
    )
    return difference.rows.isEmpty
  }

  private func showReplay(
    _ audit: String,
    _ before: GuardProgram,
    _ after: GuardProgram
  ) throws -> ExitCode {
    let report = try GuardReplay.report(
      try AuditCommand.open(audit),
      before: before,
      after: after,
      today: String(Clock.now().prefix(10))
    )
    let view = ReplayView(report, most: 5)
    display.show(text: { view.text }, json: { view.json })
    return view.exitCode
  }

  private func showGuards(_ before: GuardProgram, _ after: GuardProgram) throws -> Bool {
    let right = right ?? Self.standardGuard
    guard let texts else {
      return show(PolicyDifference(before.policy, after.policy), left, right)
    }
    let lines = try InputFile.text(texts).split(separator: "\n").map(String.init)
    let difference = try GuardDecisionDifference(
      before,
      after,
      lines,
      isAnswer: stage == "output"
    )
    display.show(text: { difference.text(left, right) }, json: { difference.json })
    return difference.rows.isEmpty
  }
}
