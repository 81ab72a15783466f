import ArgumentParser
import AuditLog
import Glibc
import ReportPages
import SafetyCore

struct AuditExportCommand: ParsableCommand {
  /// Lines, or a folder of tiles.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case jsonl, csv, otel, tiles
  }

  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write events as JSON lines, CSV, OpenTelemetry log records or C2SP tiles.",
    discussion: """
      Examples:
        gemma-safety audit export > events.jsonl
        gemma-safety audit export --format csv --kind filter.decision \\
          --out decisions.csv
        gemma-safety audit export --format otel --run RUN --out logs.otlp.jsonl
        gemma-safety audit export --format tiles --out public-log/

      A line of jsonl is the hashed bytes of an event. otel is OTLP in JSON, a request a line. \
      tiles is a directory that clients of transparency logs read; it grows with the log when \
      written again. Sealed contents are never exported.
      """
  )
  @Option(help: "The form of the export.") var format = Form.jsonl
  @Option(help: "The file, or the folder of tiles; standard output without one or for -.")
  var out: String?
  @Option(name: .customLong("run"), help: "Only events of this run.") var runName: String?
  @Option(help: "Only events of this kind, such as filter.decision.") var kind: String?
  @Flag(help: "Leave the events out of the tiles.") var hashesOnly = false
  @Flag(name: [.short, .long], help: "Print nothing but errors.") var quiet = false
  @OptionGroup var log: AuditLogArgument

  func validate() throws {
    guard format == .tiles else {
      guard !hashesOnly else { throw ValidationError("--hashes-only is for tiles") }
      return
    }
    guard out != nil, out != "-" else {
      throw ValidationError("tiles are a folder: name it by --out")
    }
    guard runName == nil, kind == nil else {
      throw ValidationError("tiles hold the whole log: leave --run and --kind out")
    }
  }

  func run() throws {
    try GemmaSafety.reporting {
      let log = try log.open()
      let count: Int
      if let lines = AuditExportFormat(rawValue: format.rawValue) {
        count = try export(log, as: lines)
      } else {
        count = try log.exportTiles(to: out ?? "", hashesOnly: hashesOnly)
      }
      if !quiet, out != nil, out != "-" {
        GemmaSafety.note("\(ReportFormat.counted(count, "event")) exported")
      }
    }
  }

  private func export(_ log: AuditLog, as format: AuditExportFormat) throws -> Int {
    guard let out, out != "-" else {
      let output = LineOutput()
      defer { output.flush() }
      return try log.export(as: format, run: runName, kind: kind) { output.write($0) }
    }
    return try SafeFile.replaceWriting(out) { write in
      try log.export(as: format, run: runName, kind: kind, write: write)
    }
  }
}
