import ArgumentParser
import AuditLog
import Diagnostics
import SafetyCore
import SafetyEvaluation
import SafetyRuntime

struct EvaluateReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a page about runs: figures, slices, the guard's effect, what is missing.",
    discussion: """
      The page is one file without scripts that loads nothing. It holds no text of any item, but for answers \
      that --answers hands in. Runs that differ in the guard policy alone are shown side by side.

      Examples:
        gemma-safety evaluate report bare guarded
        gemma-safety evaluate report v1 v2 --audit v1.sqlite --audit v2.sqlite \\
          -o releases.html
        gemma-safety evaluate report bare --answers bare=answers.jsonl --examples 10
      """
  )
  @Argument(help: "Runs, in the order in which they are shown; all of the logs without one.")
  var runs: [String] = []
  @OptionGroup var logs: EvaluationLogOptions
  @OptionGroup var options: EvaluateOptions
  @Option(name: .shortAndLong, help: "The page.") var output = "evaluation.html"
  @Option(
    help: """
      Show answers of a run, out of a file that `evaluate run --answers` wrote: RUN=FILE, or the file alone \
      for one run; may be repeated. They stand in the page blurred, and may be harmful.
      """,
    completion: .file()
  )
  var answers: [String] = []
  @Option(help: "How many items of each benchmark and run are shown, from 0 to 100.")
  var examples = 5
  @Option(help: "Of the samples drawn by the bootstrap.") var seed: UInt64 = 0
  @OptionGroup(title: "Output") var display: DisplayOptions

  /// Every benchmark that is described, and whether its files are there.
  private func catalogue() throws -> [BenchmarkNote] {
    try options.library().benchmarks.map { benchmark in
      let presence = try BenchmarkLibrary.presence(of: benchmark, in: options.folder)
      return BenchmarkNote(benchmark, isAtHand: presence.source != nil)
    }
  }

  func validate() throws {
    guard 0...100 ~= examples else { throw ValidationError("--examples must be from 0 to 100") }
    guard answers.isEmpty || examples > 0 else {
      throw ValidationError("--answers shows nothing with --examples 0")
    }
  }

  /// The run and the file that an `--answers` names.
  private func handedIn(_ word: String, _ runs: [String]) throws -> (run: String, file: String) {
    if let run = runs.first(where: { word.hasPrefix("\($0)=") }) {
      return (run, String(word.dropFirst(run.count + 1)))
    }
    guard runs.count == 1 else {
      throw Diagnostic(
        "evaluation/answers",
        "of several runs `--answers` does not say which one the file is of",
        hint: "name it in front, such as `--answers \(runs[0])=\(word)`"
      )
    }
    return (runs[0], word)
  }

  func run() throws {
    try GemmaSafety.reporting {
      let logs = try logs.open()
      let names = runs.isEmpty ? try logs.runs() : runs
      var report = EvaluationReport(
        runs: try names.map { .init(name: $0, records: try logs.records(of: $0)) },
        catalogue: try catalogue(),
        recipes: try options.library().recipes,
        toolVersion: GemmaSafety.version,
        bootstrap: PairedBootstrap(seed: seed)
      )
      report.examplesPerRun = examples
      for word in answers where !names.isEmpty {
        let (run, file) = try handedIn(word, names)
        let found = try AnswerTexts.read(file, wanted: report.exampleKeys(ofRun: run))
        report.answers[run, default: [:]].merge(found) { first, _ in first }
      }
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
