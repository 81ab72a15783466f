import ArgumentParser
import ReportPages
import SafetyEvaluation
import SafetyRuntime
import TerminalOutput

struct EvaluateListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Tell what can be measured, and whether its files are there.",
    discussion: """
      Examples:
        gemma-safety evaluate list
        gemma-safety evaluate list fairness --data benchmark-data --verbose
        gemma-safety evaluate list --json

      Exit codes: 0 done, 2 a description cannot be read or a name is unknown, 64 wrong usage.
      """
  )

  @Argument(help: "Areas, suites or benchmarks; all without them.") var names: [String] = []
  @Flag(name: [.short, .long], help: "Print licence, source and paths of each.")
  var verbose = false
  @OptionGroup var options: EvaluateOptions
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    try GemmaSafety.reporting {
      let library = try options.library()
      let wanted = names.isEmpty ? library.benchmarks : try library.select(names)
      let entries = try wanted.sorted(by: { $0.id < $1.id }).map {
        BenchmarkEntry(
          $0,
          try BenchmarkLibrary.presence(of: $0, in: options.folder),
          options.folder
        )
      }
      if display.json {
        let value: ReportValue = .object([
          "format": .string("gemma-safety.benchmarks/1"), "version": .integer(1),
          "data": .string(options.folder), "benchmarks": .array(entries.map(\.json)),
        ])
        display.terminal.write(String(decoding: value.json, as: UTF8.self))
      } else if !display.quiet {
        display.terminal.write(text(entries))
      }
    }
  }

  private func text(_ entries: [BenchmarkEntry]) -> String {
    guard !verbose else {
      return entries.map { $0.paragraph(display.terminal) }.joined(separator: "\n")
    }
    var table = TextTable(leading: 5)
    table.add("benchmark", "area", "metrics", "licence", "files")
    for entry in entries { table.add(row: entry.row) }
    var lines = table.lines(width: display.terminal.room)
    lines[0] = display.terminal.bold(lines[0])
    let present = entries.count { $0.presence.source != nil }
    lines.append("")
    lines.append("\(present) of \(entries.count) have their files in \(options.folder)")
    if present < entries.count { lines.append("--verbose tells where the others come from") }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// One benchmark as `evaluate list` shows it.
struct BenchmarkEntry {
  let benchmark: BenchmarkDescription
  let presence: BenchmarkPresence
  private let folder: String

  init(_ benchmark: BenchmarkDescription, _ presence: BenchmarkPresence, _ folder: String) {
    self.benchmark = benchmark
    self.presence = presence
    self.folder = folder
  }

  private var metrics: String { benchmark.metrics.map(\.name).joined(separator: ", ") }

  var row: [String] {
    let shown = benchmark.metrics.prefix(2).map(\.name).joined(separator: ", ")
    let more = benchmark.metrics.count > 2 ? ", …" : ""
    return [
      benchmark.id, benchmark.area.rawValue, shown + more, benchmark.licence,
      presence.source == nil ? "missing" : "present",
    ]
  }

  /// All that is known of it, a line each.
  func paragraph(_ terminal: Terminal) -> String {
    var table = TextTable(leading: 2)
    table.add("measures", benchmark.measures)
    table.add("area", ([benchmark.area.rawValue] + benchmark.suites).joined(separator: ", "))
    table.add("protocol", benchmark.method.name)
    table.add("metrics", metrics)
    table.add("licence", benchmark.licence)
    table.add("citation", benchmark.citation)
    table.add("source", benchmark.url)
    for path in presence.paths.prefix(4) { table.add("present", "\(folder)/\(path)") }
    if presence.paths.count > 4 { table.add("", "and \(presence.paths.count - 4) more") }
    for path in presence.missing { table.add("missing", "\(folder)/\(path)") }
    if let notes = benchmark.notes { table.add("note", notes) }
    return terminal.bold("\(benchmark.id)  \(benchmark.title)") + "\n"
      + table.lines(indent: 2).joined(separator: "\n") + "\n"
  }

  var json: ReportValue {
    .object([
      "id": .string(benchmark.id), "title": .string(benchmark.title),
      "measures": .string(benchmark.measures), "area": .string(benchmark.area.rawValue),
      "suites": .strings(benchmark.suites), "protocol": .string(benchmark.method.name),
      "metrics": .strings(benchmark.metrics.map(\.name)),
      "licence": .string(benchmark.licence), "citation": .string(benchmark.citation),
      "source": .string(benchmark.url), "present": .boolean(presence.source != nil),
      "files": .strings(presence.paths.map { "\(folder)/\($0)" }),
      "missing": .strings(presence.missing.map { "\(folder)/\($0)" }),
      "description_sha256": .string(benchmark.sha256.hex),
    ])
  }
}
