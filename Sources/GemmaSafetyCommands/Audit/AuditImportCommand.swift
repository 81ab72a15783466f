import ArgumentParser
import AuditLog
import Glibc
import ReportPages
import SafetyCore
import TerminalOutput

struct AuditImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make a log from an export, byte for byte, and hold it against its checkpoint.",
    discussion: """
      Examples:
        gemma-safety audit import events.jsonl --checkpoint checkpoint \\
          --audit restored.sqlite
        gemma-safety audit import public-log/ --audit restored.sqlite
        zcat events.jsonl.gz | gemma-safety audit import - --audit restored.sqlite

      A folder is read as C2SP tiles, which bring their checkpoint; a file as JSON lines. The new \
      log has the name, the size, the root and the signatures of the checkpoint, or is not made.
      """
  )
  @Argument(help: "A file of JSON lines, - for standard input, or a folder of tiles.")
  var source: String
  @Option(help: "The log to make; it must not be there.") var audit: String
  @Option(help: "What JSON lines must come to.") var checkpoint: String?
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    try GemmaSafety.reporting {
      var status = stat()
      let isFolder = stat(source, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      let note = try checkpoint.map {
        try AuditCheckpoint.parse(SafeFile.readInput($0, limit: 1 << 20), file: $0).note
      }
      let made =
        isFolder
        ? try AuditImport.tiles(source, to: audit, clock: Clock.now)
        : try AuditImport.lines(source, to: audit, note: note, clock: Clock.now)
      display.show(
        text: { "\(ReportFormat.counted(made.size, "event")), root \(made.root.hex)\n" },
        json: {
          [
            "format": "gemma-safety.audit-import/1", "origin": .string(made.origin),
            "size": .integer(made.size), "root": .string(made.root.hex),
          ]
        }
      )
    }
  }

  func validate() throws {
    var status = stat()
    let isFolder = stat(source, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    guard !isFolder || checkpoint == nil else {
      throw ValidationError("a folder of tiles brings its own checkpoint")
    }
    guard source != "-" || checkpoint != "-" else {
      throw ValidationError("standard input is either the events or their checkpoint")
    }
  }
}
