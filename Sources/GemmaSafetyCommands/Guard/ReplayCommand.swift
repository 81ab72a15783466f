import ArgumentParser
import AuditLog
import GenerationGuard
import SafetyRuntime

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Decide recorded traffic again under another policy, before anyone turns it on.",
    discussion: """
      No text is in the log: rules are asked again about the scores that detectors gave then. What \
      hangs on a detector that had not looked is unknown, and never counts as allowed.

      Examples:
        gemma-safety replay --audit audit.sqlite --policy stricter.yaml
        gemma-safety policy diff default stricter.yaml --audit audit.sqlite

      Exit codes: 0 nothing would change, 1 something would, 2 cannot be told or failed.
      """
  )
  @OptionGroup var log: GuardLogOption
  @Option(help: "The guard policy to be tried: a file or the name of a shipped one.")
  var policy: String
  @Option(name: .customLong("run"), help: "Only decisions of this run.") var runName: String?
  @Option(help: "How many events of each line are named.") var events = 5
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    guard 0...1_000_000 ~= events else {
      throw ValidationError("--events is from 0 to 1000000")
    }
  }

  func run() throws {
    var code = ExitCode.success
    try GemmaSafety.reporting {
      let report = try GuardReplay.report(
        try AuditCommand.open(log.path),
        after: try PolicyCommand.loadGuard(policy),
        run: runName,
        today: String(Clock.now().prefix(10))
      )
      let view = ReplayView(report, most: events)
      display.show(text: { view.text }, json: { view.json })
      code = view.exitCode
    }
    if code != .success { throw code }
  }
}
