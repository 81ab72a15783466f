import ArgumentParser
import AuditLog
import Diagnostics
import SafetyRuntime

struct ReleaseCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Hold the evidence against a policy and record the verdict.",
    discussion: """
      Examples:
        gemma-safety release check --policy release.yaml --audit audit.sqlite \\
          --model kettle-1b
        gemma-safety release check … --card card --checkpoint checkpoint --json

      Exit codes: 0 the release may happen; 1 a bound is broken; 2 evidence is missing, too little \
      or too old, or something cannot be read; 3 evidence cannot be relied on.
      """
  )
  @OptionGroup var options: ReleaseOptions
  @OptionGroup var auditKey: AuditKeyOption
  @Flag(help: "Decide, but write no verdict into the log.") var dryRun = false
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    var code = 2
    try GemmaSafety.reporting {
      let session = try ReleaseSession(options.request(), now: Clock.now())
      let decision = session.decide()
      let event =
        try dryRun
        ? nil : session.record(decision, signer: auditKey.signer(), clock: Clock.now)
      let view = ReleaseView(session: session, decision: decision, event: event)
      display.show(text: { view.table }, json: { view.json })
      code = decision.exitCode
    }
    if code != 0 { throw ExitCode(Int32(code)) }
  }
}
