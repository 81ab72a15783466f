import ArgumentParser
import AuditLog
import SafetyCore
import TerminalOutput

struct AuditVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a log: 0 it holds, 1 it was changed, 2 it is incomplete."
  )
  @Argument(help: "The log.") var audit = AuditCommand.standardPath
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    var code = ExitCode.success
    try GemmaSafety.reporting {
      let report = try AuditCommand.open(audit).verify()
      display.show(text: { Self.text(report) }, json: { Self.json(report) })
      switch report.outcome {
      case .ok: break
      case .tampered: code = ExitCode(1)
      case .incomplete: code = ExitCode(2)
      }
    }
    if code != .success { throw code }
  }

  private static func checks(
    _ report: VerificationReport
  ) -> [(name: String, check: VerificationReport.Check)] {
    [
      ("structure", report.structure), ("leaves", report.leaves), ("tiles", report.tiles),
      ("checkpoints", report.checkpoints), ("completeness", report.completeness),
    ]
  }

  private static func text(_ report: VerificationReport) -> String {
    var table = TextTable(leading: 2)
    for (name, check) in checks(report) { table.add(name, check.problem ?? "ok") }
    return "\(report.outcome.rawValue): \(report.events) events, root \(report.root.hex)\n"
      + table.lines(indent: 2).joined(separator: "\n") + "\n"
  }

  private static func json(_ report: VerificationReport) -> CanonicalValue {
    let members = checks(report).map { name, check in
      let value: CanonicalValue = [
        "passed": .boolean(check.passed), "problems": .integer(check.problemCount),
        "problem": check.problem.map { .string($0) } ?? .null,
      ]
      return (name, value)
    }
    return [
      "format": "gemma-safety.audit-verification/1",
      "outcome": .string(report.outcome.rawValue),
      "events": .integer(report.events),
      "root": .string(report.root.hex),
      "first_bad_event": report.firstBadIndex.map { .integer($0) } ?? .null,
      "checks": .object(Dictionary(uniqueKeysWithValues: members)),
    ]
  }
}
