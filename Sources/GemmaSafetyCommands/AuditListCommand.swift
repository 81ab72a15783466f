import ArgumentParser
import AuditLog
import SafetyCore
import TerminalOutput

struct AuditListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the filter and evaluation runs of a log, or find what it sums up by words.",
    discussion: """
      Examples:
        gemma-safety audit list
        gemma-safety audit list --search "crows-pairs kettle-1b"

      Searched are runs, evaluations, figures, verdicts, erasures, holds and keys: never a \
      document, a request or a sealed text. Each word must be there; the last may be a beginning. \
      Exit code 1: nothing is found.
      """
  )
  @Option(help: "Find runs, figures, verdicts and the like by these words.") var search: String?
  @OptionGroup var log: AuditLogOption
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    if let search { return try show(search) }
    try GemmaSafety.reporting {
      let log = try log.open()
      let (runs, evaluations) = (try log.runs(), try log.evaluations())
      display.show(
        text: { Self.text(runs, evaluations) },
        json: { Self.json(runs, evaluations) }
      )
    }
  }

  private func show(_ words: String) throws {
    var isFound = false
    try GemmaSafety.reporting {
      let events = try log.open().search(words)
      isFound = !events.isEmpty
      for event in events {
        if display.json {
          display.terminal.write(String(decoding: event.body, as: UTF8.self) + "\n")
        } else if !display.quiet {
          display.terminal.write(EventView.line(event) + "\n")
        }
      }
    }
    guard isFound else {
      GemmaSafety.note("nothing in the log is about these words")
      throw ExitCode(1)
    }
  }

  private static func text(_ runs: [RunSummary], _ evaluations: [EvaluationSummary]) -> String {
    let tables = [runs.isEmpty ? nil : text(runs), evaluations.isEmpty ? nil : text(evaluations)]
      .compactMap(\.self)
    return tables.isEmpty
      ? "no run of a filter or an evaluation is in the log; `audit stats` counts its events\n"
      : tables.joined(separator: "\n")
  }

  private static func text(_ evaluations: [EvaluationSummary]) -> String {
    var table = TextTable(leading: 3)
    table.add("evaluation", "started", "model", "benchmarks", "items", "guard", "ended")
    for run in evaluations {
      table.add(
        run.run,
        run.started,
        run.model,
        TextTable.grouped(run.benchmarks),
        TextTable.grouped(run.items),
        run.isGuarded ? "yes" : "no",
        run.ended ?? "unfinished"
      )
    }
    return table.lines().joined(separator: "\n") + "\n"
  }

  private static func text(_ runs: [RunSummary]) -> String {
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

  private static func json(
    _ runs: [RunSummary],
    _ evaluations: [EvaluationSummary]
  ) -> CanonicalValue {
    [
      "format": "gemma-safety.audit-list/1", "runs": .array(runs.map { json($0) }),
      "evaluations": .array(evaluations.map { json($0) }),
    ]
  }

  private static func json(_ run: EvaluationSummary) -> CanonicalValue {
    [
      "run": .string(run.run), "model": .string(run.model), "started": .string(run.started),
      "ended": run.ended.map { .string($0) } ?? .null, "benchmarks": .integer(run.benchmarks),
      "items": .integer(run.items), "guarded": .boolean(run.isGuarded),
    ]
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
