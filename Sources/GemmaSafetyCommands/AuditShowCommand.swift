import ArgumentParser
import AuditLog
import CorpusFiltering
import SafetyCore
import TerminalOutput

struct AuditShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print the events of a run; with --json their hashed bytes, one a line."
  )
  @Argument(help: "The run, as `audit list` names it.") var runName: String
  @Option(help: "Only events of this kind, such as filter.decision.") var kind: String?
  @OptionGroup var log: AuditLogOption
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    var count = 0
    try GemmaSafety.reporting {
      let terminal = display.terminal
      try log.open().events(of: runName, kind: kind) { event in
        count += 1
        if display.json {
          terminal.write(String(decoding: event.body, as: UTF8.self) + "\n")
        } else if !display.quiet {
          terminal.write(try Self.line(event) + "\n")
        }
      }
    }
    guard count > 0 else {
      GemmaSafety.note("no event of this run is in the log")
      throw ExitCode(1)
    }
  }

  private static func line(_ event: AuditEvent) throws -> String {
    let what =
      switch event.kind {
      case FilterDecision.kind: try decision(event)
      case RunShard.kind: try shard(event)
      default: ""
      }
    let seq = "\(event.seq)"
    let fill = String(repeating: " ", count: max(0, 7 - seq.count))
    let line = "\(fill)\(seq)  \(event.time)  \(event.kind)  \(what)"
    return what.isEmpty ? String(line.dropLast(2)) : line
  }

  private static func decision(_ event: AuditEvent) throws -> String {
    let decision: FilterDecision = try event.decode()
    let rules = decision.failures.map(\.rule).joined(separator: " ")
    return "\(decision.action) \(ReportFormat.printable(decision.id))  \(rules)"
  }

  private static func shard(_ event: AuditEvent) throws -> String {
    let shard: RunShard = try event.decode()
    return "\(ReportFormat.printable(shard.name)): \(shard.counts.read) read, "
      + "\(shard.counts.removed) removed"
  }
}
