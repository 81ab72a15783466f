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
  @OptionGroup var log: AuditLogArgument
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    if let search { return try show(search) }
    try GemmaSafety.reporting {
      let log = try log.open()
      let (runs, evaluations) = (try log.runs(), try log.evaluations())
      display.show(
        text: { AuditListView.text(runs, evaluations) },
        json: { AuditListView.json(runs, evaluations) }
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
}
