import AuditLog
import SafetyCore
import TerminalOutput

/// How the runs of filters and evaluations in a log are listed.
enum AuditListView {
  static func text(_ runs: [RunSummary], _ evaluations: [EvaluationSummary]) -> String {
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

  static func json(
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
