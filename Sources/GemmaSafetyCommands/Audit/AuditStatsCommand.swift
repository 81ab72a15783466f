import ArgumentParser
import AuditLog
import CorpusFiltering
import ReportPages
import SafetyCore
import TerminalOutput

struct AuditStatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Count a log's events, runs, decisions, checkpoints, sealed contents and bytes.",
    discussion: """
      Examples:
        gemma-safety audit stats
        gemma-safety audit stats audit.sqlite --json
      """
  )
  @OptionGroup var log: AuditLogArgument
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    try GemmaSafety.reporting {
      let all = try log.open().statistics()
      display.show(text: { Self.text(all) }, json: { Self.json(all) })
    }
  }

  private static func text(_ all: AuditStatistics) -> String {
    let events = all.checkpoint.size
    var facts = TextTable(leading: 2)
    facts.add("log", ReportFormat.printable(all.checkpoint.origin))
    facts.add("root", all.checkpoint.root.hex)
    if let first = all.first, let last = all.last {
      facts.add("from", ReportFormat.printable(first))
      facts.add("to", ReportFormat.printable(last))
    }
    let each = events > 0 ? ", \(TextTable.grouped(all.fileBytes / events)) an event" : ""
    facts.add("file", "\(TextTable.grouped(all.fileBytes)) bytes\(each), schema \(all.schema)")
    facts.add("runs", "\(all.runs), \(all.endedRuns) of them ended")
    facts.add("checkpoints", "\(all.checkpoints), \(all.signedCheckpoints) of them signed")
    for key in all.keys { facts.add("key", ReportFormat.printable(key)) }
    facts.add("sealed", "\(all.sealed) of \(all.subjects) subjects, \(all.erased) erased")
    facts.add("holds", "\(all.holds)")
    let lists = [
      list("events", all.kinds), list("decisions", all.actions), list("rules", all.rules),
    ]
    return ([facts.lines().joined(separator: "\n")] + lists.compactMap { $0 })
      .joined(separator: "\n\n") + "\n"
  }

  private static func list(_ title: String, _ counts: [AuditStatistics.Count]) -> String? {
    guard !counts.isEmpty else { return nil }
    var table = TextTable()
    table.add(row: [title, "count"] + (counts[0].bytes == nil ? [] : ["bytes"]))
    for item in counts {
      let bytes = item.bytes.map { [TextTable.grouped($0)] } ?? []
      table.add(row: [ReportFormat.printable(item.name), TextTable.grouped(item.count)] + bytes)
    }
    return table.lines().joined(separator: "\n")
  }

  private static func json(_ all: AuditStatistics) -> CanonicalValue {
    func counts(_ counts: [AuditStatistics.Count]) -> CanonicalValue {
      .array(
        counts.map {
          var members: [String: CanonicalValue] = [
            "name": .string($0.name), "count": .integer($0.count),
          ]
          if let bytes = $0.bytes { members["bytes"] = .integer(bytes) }
          return .object(members)
        }
      )
    }
    return [
      "format": "gemma-safety.audit-statistics/1", "origin": .string(all.checkpoint.origin),
      "size": .integer(all.checkpoint.size), "root": .string(all.checkpoint.root.hex),
      "schema": .integer(all.schema), "first": all.first.map { .string($0) } ?? .null,
      "last": all.last.map { .string($0) } ?? .null, "file_bytes": .integer(all.fileBytes),
      "runs": .integer(all.runs), "ended_runs": .integer(all.endedRuns),
      "checkpoints": .integer(all.checkpoints),
      "signed_checkpoints": .integer(all.signedCheckpoints),
      "keys": .array(all.keys.map { .string($0) }), "sealed": .integer(all.sealed),
      "erased": .integer(all.erased), "subjects": .integer(all.subjects),
      "holds": .integer(all.holds), "kinds": counts(all.kinds), "actions": counts(all.actions),
      "rules": counts(all.rules),
    ]
  }
}
