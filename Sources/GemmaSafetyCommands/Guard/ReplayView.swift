import ArgumentParser
import GenerationGuard
import ReportPages
import SafetyCore
import TerminalOutput

/// How a replay is printed.
struct ReplayView {
  private let report: ReplayReport
  /// Events that each line names.
  private let most: Int

  init(_ report: ReplayReport, most: Int) {
    self.report = report
    self.most = most
  }

  /// 1 where something would change; 2 where nothing is known to, and something cannot be told.
  var exitCode: ExitCode {
    if report.changed > 0 { return ExitCode(1) }
    return report.count(.unknown) > 0 ? ExitCode(2) : .success
  }

  var text: String {
    guard report.total > 0 else { return "the log holds no decision of the guard\n" }
    var counts = TextTable()
    counts.add("outcome", "decisions")
    for outcome in ReplayOutcome.allCases where report.count(outcome) > 0 {
      counts.add(Self.title(outcome), TextTable.grouped(report.count(outcome)))
    }
    var lines = counts.lines()
    lines.append("of \(TextTable.grouped(report.total)) decisions")
    guard !report.entries.isEmpty else { return lines.joined(separator: "\n") + "\n" }
    var table = TextTable(leading: 4)
    table.add("outcome", "stage", "decision", "rule", "decisions", "events")
    for entry in report.entries {
      table.add(
        Self.title(entry.row.outcome),
        ReportFormat.printable(entry.row.stage),
        "\(entry.row.from) → \(entry.row.to)",
        ReportFormat.printable(rule(entry.row)),
        TextTable.grouped(entry.events.count),
        named(entry.events)
      )
    }
    return (lines + [""] + table.lines()).joined(separator: "\n") + "\n"
  }

  private func rule(_ row: ReplayReport.Row) -> String {
    let rule = row.rule.isEmpty ? "–" : row.rule
    return row.gap.map { "\(rule) (\(Self.words($0)))" } ?? rule
  }

  private func named(_ events: [Int]) -> String {
    let shown = events.prefix(most).map(String.init).joined(separator: " ")
    return events.count > most ? shown + " …" : shown
  }

  private static func title(_ outcome: ReplayOutcome) -> String {
    switch outcome {
    case .unchanged, .unknown: outcome.rawValue
    default: "newly \(outcome.rawValue)"
    }
  }

  private static func words(_ gap: ReplayGap) -> String {
    switch gap {
    case .detectorNotRecorded: "its detector had not looked"
    case .turnRisk: "earlier turns weigh otherwise"
    case .cutShort: "the answer was cut short"
    case .notLookedAt: "nothing was looked at"
    case .oldRecord: "the record holds no scores"
    }
  }

  var json: CanonicalValue {
    [
      "format": "gemma-safety.replay/1", "decisions": .integer(report.total),
      "counts": .object(
        Dictionary(
          uniqueKeysWithValues: ReplayOutcome.allCases.map {
            ($0.rawValue, .integer(report.count($0)))
          }
        )
      ),
      "changes": .array(
        report.entries.map { entry in
          [
            "outcome": .string(entry.row.outcome.rawValue), "stage": .string(entry.row.stage),
            "from": .string(entry.row.from), "to": .string(entry.row.to),
            "rule": entry.row.rule.isEmpty ? .null : .string(entry.row.rule),
            "why_unknown": entry.row.gap.map { .string($0.rawValue) } ?? .null,
            "count": .integer(entry.events.count),
            "events": .array(entry.events.prefix(most).map { .integer($0) }),
          ]
        }
      ),
    ]
  }
}
