import ArgumentParser
import AuditLog
import ReportPages
import SafetyCore
import SafetyRuntime
import TerminalOutput

struct ReleaseVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a signed release without the log: files, signatures, verdict, proofs.",
    discussion: """
      Examples:
        gemma-safety release verify kettle-1b --key release.key.pub
        gemma-safety release verify kettle-1b --key release.key.pub \\
          --policy release.yaml --audit-verifier audit.key.pub

      With --policy, the verdict must be by that policy, and the gate must come to it again on the \
      events that the verdict proves. Checks of papers, filter runs and the log are not made \
      again.

      Exit codes: 0 all holds and the release may happen; 1 all holds and it may not, or no more, since a \
      waiver has ended; 2 something cannot be read; 3 something is not what was signed, and is named.
      """
  )
  @Argument(help: "The folder of the model.") var model: String
  @Option(help: "The public key of whoever signed the release.") var key: String
  @Option(help: "The policy that must have decided.") var policy: String?
  @Option(
    name: .customLong("audit-verifier"),
    help: "A public key, or its file, of the audit log; may be repeated."
  )
  var auditVerifier: [String] = []
  @Option(help: "A checkpoint of the audit log that was kept elsewhere.") var checkpoint: String?
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    var code = 2
    try GemmaSafety.reporting {
      let report = try ReleaseVerification(
        of: model,
        key: ReleaseKeyFile.verifying(at: key),
        policy: policy,
        auditKeys: auditVerifier.map(KeyFile.verifier),
        checkpoint: checkpoint,
        today: String(Clock.now().prefix(10))
      )
      display.show(text: { Self.text(report) }, json: { Self.json(report) })
      code = report.exitCode
    }
    if code != 0 { throw ExitCode(Int32(code)) }
  }

  private static func text(_ report: ReleaseVerification) -> String {
    var table = TextTable(leading: 2)
    for part in report.parts {
      table.add(
        part.name,
        ReportFormat.printable(part.problem.map { "NOT HELD: \($0)" } ?? part.found)
      )
    }
    for (rule, waiver) in report.lapsed.sorted(by: { $0.key < $1.key }) {
      let words = "`\(rule)` was waived by \(waiver.approver) until \(waiver.expires)"
      table.add("waivers", ReportFormat.printable("LAPSED: \(words), which is past"))
    }
    let outcome = report.verdict?.outcome.rawValue ?? ""
    let word = report.holds ? (report.lapsed.isEmpty ? outcome : "lapsed") : "refused"
    return "\(word)\n" + table.lines(indent: 2).joined(separator: "\n") + "\n"
  }

  private static func json(_ report: ReleaseVerification) -> CanonicalValue {
    [
      "format": "gemma-safety.release-verification/1", "holds": .boolean(report.holds),
      "outcome": report.verdict.map { .string($0.outcome.rawValue) } ?? .null,
      "lapsed_waivers": .array(report.lapsed.keys.sorted().map { .string($0) }),
      "decided": report.decided.map { .string($0) } ?? .null,
      "parts": .array(
        report.parts.map {
          [
            "name": .string($0.name), "holds": .boolean($0.problem == nil),
            "problem": $0.problem.map { .string($0) } ?? .null, "found": .string($0.found),
          ]
        }
      ),
    ]
  }
}
