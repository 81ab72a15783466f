import ArgumentParser
import AuditLog
import SafetyCore
import TerminalOutput

struct AuditListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the runs of a log."
  )
  @OptionGroup var log: AuditLogOption
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    try GemmaSafety.reporting {
      let runs = try log.open().runs()
      display.show(text: { Self.text(runs) }, json: { Self.json(runs) })
    }
  }

  private static func text(_ runs: [RunSummary]) -> String {
    guard !runs.isEmpty else { return "The log holds no run.\n" }
    var table = TextTable(leading: 3)
    table.add("run", "started", "policy", "read", "kept", "removed", "redacted", "quarantined")
    for run in runs {
      guard let totals = run.totals else {
        table.add(run.run, run.started, run.policyName, "unfinished")
        continue
      }
      table.add(
        run.run,
        run.started,
        run.policyName,
        TextTable.grouped(totals.read),
        TextTable.grouped(totals.kept),
        TextTable.grouped(totals.removed),
        TextTable.grouped(totals.redacted),
        TextTable.grouped(totals.quarantined)
      )
    }
    return table.lines().joined(separator: "\n") + "\n"
  }

  private static func json(_ runs: [RunSummary]) -> CanonicalValue {
    ["format": "gemma-safety.audit-list/1", "runs": .array(runs.map { json($0) })]
  }

  private static func json(_ run: RunSummary) -> CanonicalValue {
    var members: [String: CanonicalValue] = [
      "run": .string(run.run), "command": .string(run.command), "version": .string(run.version),
      "policy": .string(run.policyName), "policy_sha256": .string(run.policyDigest),
      "started": .string(run.started), "ended": run.ended.map { .string($0) } ?? .null,
      "events": .integer(run.events), "totals": .null,
    ]
    if let totals = run.totals {
      members["totals"] = [
        "read": .integer(totals.read), "kept": .integer(totals.kept),
        "removed": .integer(totals.removed), "redacted": .integer(totals.redacted),
        "quarantined": .integer(totals.quarantined),
      ]
    }
    return .object(members)
  }
}
