import ArgumentParser
import AuditLog
import Diagnostics
import Glibc
import SafetyCore
import TerminalOutput

struct AuditShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print the events of a run, or one event in full.",
    discussion: """
      Examples:
        gemma-safety audit show RUN
        gemma-safety audit show RUN --kind filter.decision --limit 20
        gemma-safety audit show --event 7
        gemma-safety audit show --event 812 --reveal prompt
        gemma-safety audit show log    # keys, erasures, holds and retention

      With --json the hashed bytes are printed, one event a line. Exit code 1: there is none.
      """
  )
  @Argument(help: "The run, as `audit list` names it.") var runName: String?
  @Option(help: "This event alone, in full.") var event: Int?
  @Option(help: "Print this sealed content of the event as it is, and nothing else.")
  var reveal: String?
  @Option(help: "Only events of this kind, such as filter.decision.") var kind: String?
  @Option(help: "At most so many events.") var limit: Int?
  @OptionGroup var log: AuditLogOption
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    guard (runName == nil) != (event == nil) else {
      throw ValidationError("name a run, or an event by --event")
    }
    guard reveal == nil || event != nil else { throw ValidationError("--reveal is of an --event") }
    guard event ?? 0 >= 0, limit ?? 0 >= 0 else {
      throw ValidationError("events are counted from zero")
    }
  }

  func run() throws {
    var count = 0
    try GemmaSafety.reporting {
      let log = try log.open()
      if let event {
        count = try show(event, of: log) ? 1 : 0
        return
      }
      let terminal = display.terminal
      try log.events(of: runName, kind: kind, limit: limit) { event in
        count += 1
        if display.json {
          terminal.write(String(decoding: event.body, as: UTF8.self) + "\n")
        } else if !display.quiet {
          terminal.write(EventView.line(event) + "\n")
        }
      }
    }
    guard count > 0 else {
      GemmaSafety.note(event == nil ? "no event of this run is in the log" : "no such event")
      throw ExitCode(1)
    }
  }

  private func show(_ seq: Int, of log: AuditLog) throws -> Bool {
    guard let event = try log.event(seq) else { return false }
    if let reveal {
      for content in try log.opened([reveal], of: seq) {
        let output = LineOutput()
        output.write(content.content)
        output.flush()
      }
    } else if display.json {
      display.terminal.write(String(decoding: event.body, as: UTF8.self) + "\n")
    } else if !display.quiet {
      display.terminal.write(try EventView.whole(event, contents: log.contents(of: seq)))
    }
    return true
  }
}
