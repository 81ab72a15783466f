import ArgumentParser
import Diagnostics
import SafetyRuntime

struct ReleaseExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say for every rule what was asked, what is on record and what to run next.",
    discussion: """
      Examples:
        gemma-safety release explain --policy release.yaml --audit audit.sqlite \\
          --model kettle-1b
        gemma-safety release explain … --rule toxicity-ceiling

      Nothing is written. Exit codes as those of `release check`; with --rule, those of the rule.
      """
  )
  @OptionGroup var options: ReleaseOptions
  @Option(help: "This rule alone.") var rule: String?
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    var code = 2
    try GemmaSafety.reporting {
      let session = try ReleaseSession(options.request(), now: Clock.now())
      var decision = session.decide()
      if let rule {
        decision.findings = decision.findings.filter { $0.id == rule }
        guard !decision.findings.isEmpty else {
          let ids = session.decide().findings.map(\.id)
          throw Diagnostic(
            "release/unknown-rule",
            "there is no rule `\(rule)`",
            at: .init(file: session.request.policy),
            hint: nearest(to: rule, among: ids).map { "did you mean `\($0)`?" }
          )
        }
      }
      let view = ReleaseView(session: session, decision: decision, event: nil)
      display.show(text: { view.explanation }, json: { view.json })
      code = decision.exitCode
    }
    if code != 0 { throw ExitCode(Int32(code)) }
  }
}
