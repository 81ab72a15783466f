import ArgumentParser
import AuditLog
import CorpusFiltering
import ReportPages
import SafetyCore
import TerminalOutput

struct AuditRetentionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retention",
    abstract: "List and set how long sealed contents of a kind of event are kept.",
    discussion: """
      Examples:
        gemma-safety audit retention
        gemma-safety audit retention --set guard.decision=180
        gemma-safety audit erase --expired --basis "retention"

      Setting erases nothing; `audit erase --expired` does. Bodies, and with them counts and \
      verdicts, stay for ever.
      """
  )
  @Option(help: "KIND=DAYS; may be repeated.") var set: [String] = []
  @OptionGroup var log: AuditLogOption
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    for text in set where Self.retention(text) == nil {
      throw ValidationError("--set takes KIND=DAYS with 0 to 36500 days, not `\(text)`")
    }
  }

  func run() throws {
    try GemmaSafety.reporting {
      if !set.isEmpty {
        let log = try AuditCommand.openForWriting(log.path)
        let wanted = set.compactMap(Self.retention)
        for retention in wanted { try log.checkKind(retention.kind) }
        for retention in wanted { try log.setRetention(retention) }
        try log.close()
      }
      let all = try log.open().retentions()
      display.show(text: { Self.text(all) }, json: { Self.json(all) })
    }
  }

  private static func retention(_ text: String) -> Retention? {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, let days = Int(parts[1]), (0...36_500).contains(days)
    else { return nil }
    return Retention(kind: String(parts[0]), days: days)
  }

  private static func text(_ all: [Retention]) -> String {
    guard !all.isEmpty else { return "no kind has a retention: contents stay until erased\n" }
    var table = TextTable()
    table.add("kind", "days")
    for item in all { table.add(ReportFormat.printable(item.kind), "\(item.days)") }
    return table.lines().joined(separator: "\n") + "\n"
  }

  private static func json(_ all: [Retention]) -> CanonicalValue {
    [
      "format": "gemma-safety.audit-retention/1",
      "retention": .array(all.map { ["kind": .string($0.kind), "days": .integer($0.days)] }),
    ]
  }
}
