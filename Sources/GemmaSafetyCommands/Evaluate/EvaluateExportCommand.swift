import ArgumentParser
import AuditLog
import Diagnostics
import SafetyCore
import SafetyEvaluation
import SafetyRuntime

struct EvaluateExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the figures of a run in another harness's format.",
    discussion: """
      Examples:
        gemma-safety evaluate export bare > results.json
        gemma-safety evaluate export bare --format lm-eval -o results.json
      """
  )

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case lmEval = "lm-eval"
  }

  @Argument(help: "The run.") var runName: String
  @OptionGroup var logs: EvaluationLogOptions
  @Option(help: "The format: lm-eval, the results file of lm-evaluation-harness.")
  var format = Format.lmEval
  @Option(name: .shortAndLong, help: "The file; standard output without it.") var output: String?
  @Option(
    help: "A folder of descriptions in place of the shipped ones.",
    completion: .directory
  )
  var benchmarks: String?
  @Flag(name: .long, help: "Export a run that has no end on record.") var allowIncomplete = false

  func run() throws {
    try GemmaSafety.reporting {
      let records = try logs.open().records(of: runName)
      if let open = records.first(where: { !$0.isComplete }), !allowIncomplete {
        throw Diagnostic(
          "evaluation/incomplete",
          "`\(open.benchmark)` has no end on record",
          hint: "resume the run, or export what there is by --allow-incomplete"
        )
      }
      let bytes = LMEvalExport(
        records: records,
        toolVersion: GemmaSafety.version,
        descriptions: try BenchmarkLibrary(folder: benchmarks).benchmarks
      ).json
      if let output {
        try SafeFile.replace(output, bytes)
      } else {
        let lines = LineOutput()
        lines.write(bytes)
        lines.flush()
      }
    }
  }
}
