import ArgumentParser

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a model on benchmarks of safety, fairness, robustness and capability.",
    discussion: """
      Benchmarks are descriptions in `benchmarks/`; their files are read from a folder of yours and \
      never fetched. Every item's outcome and every figure goes to the audit log.

      Examples:
        gemma-safety evaluate list
        gemma-safety evaluate run --suite fairness --model gemma-3-1b-it \\
          --data benchmark-data
        gemma-safety evaluate run --suite crows-pairs --limit 200 --seed 7 --json
        gemma-safety evaluate compare bare guarded
        gemma-safety evaluate report bare guarded -o evaluation.html
      """,
    subcommands: [
      EvaluateListCommand.self, EvaluateRunCommand.self, EvaluateCompareCommand.self,
      EvaluateReportCommand.self, EvaluateImportCommand.self, EvaluateExportCommand.self,
    ]
  )
}
