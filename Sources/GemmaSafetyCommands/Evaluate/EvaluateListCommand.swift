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
        ListedBenchmark(
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

  private func text(_ entries: [ListedBenchmark]) -> String {
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
