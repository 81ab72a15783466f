import ArgumentParser
import AuditLog
import SafetyCore
import SafetyEvaluation
import SafetyRuntime

struct EvaluateReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a page about runs: figures, slices, the guard's effect, what is missing.",
    discussion: """
      The page is one file without scripts that loads nothing. It holds no text of any item. Runs that \
      differ in the guard policy alone are shown side by side.

      Examples:
        gemma-safety evaluate report bare guarded
        gemma-safety evaluate report v1 v2 --audit v1.sqlite --audit v2.sqlite \\
          -o releases.html
      """
  )
  @Argument(help: "Runs, in the order in which they are shown; all of the logs without one.")
  var runs: [String] = []
  @OptionGroup var logs: EvaluationLogOptions
  @OptionGroup var options: EvaluateOptions
  @Option(name: .shortAndLong, help: "The page.") var output = "evaluation.html"
  @Option(help: "Of the samples drawn by the bootstrap.") var seed: UInt64 = 0
  @OptionGroup(title: "Output") var display: DisplayOptions

  /// Every benchmark that is described, and whether its files are there.
  private func catalogue() throws -> [BenchmarkNote] {
    try options.library().benchmarks.map { benchmark in
      let presence = try BenchmarkLibrary.presence(of: benchmark, in: options.folder)
      return BenchmarkNote(benchmark, isAtHand: presence.source != nil)
    }
  }

  func run() throws {
    try GemmaSafety.reporting {
      let logs = try logs.open()
      let names = runs.isEmpty ? try logs.runs() : runs
      let report = EvaluationReport(
        runs: try names.map { .init(name: $0, records: try logs.records(of: $0)) },
        catalogue: try catalogue(),
        recipes: try options.library().recipes,
        toolVersion: GemmaSafety.version,
        bootstrap: PairedBootstrap(seed: seed)
      )
      try SafeFile.replace(output, Array(try report.html().utf8))
      display.show(
        text: { "report  \(output)\n" },
        json: {
          [
            "format": "gemma-safety.evaluation-report/1", "output": .string(output),
            "runs": .array(names.map { .string($0) }),
          ]
        }
      )
    }
  }
}
