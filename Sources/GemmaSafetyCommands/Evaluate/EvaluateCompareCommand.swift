import ArgumentParser
import SafetyEvaluation

extension ComparisonObstacle: ExpressibleByArgument {}

struct EvaluateCompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare two runs item by item: what changed, and whether by chance.",
    discussion: """
      Items are paired by id. Yes-or-no figures are tested by McNemar's exact test, areas under \
      curves by DeLong's, others by a paired bootstrap; p is raised by Holm's method over all of \
      them. Figures that were imported have no items and are compared by their intervals, and \
      without these by nothing, which is said.

      Examples:
        gemma-safety evaluate compare bare guarded
        gemma-safety evaluate compare v1 v2 --audit v1.sqlite --audit v2.sqlite \\
          --slices
        gemma-safety evaluate compare v1 v2 --allow protocol --json

      Exit codes: 0 nothing became worse beyond chance, 1 something did, 2 could not be compared.
      """
  )
  @Argument(help: "The run to compare with.") var before: String
  @Argument(help: "The run that is compared.") var after: String
  @OptionGroup var logs: EvaluationLogOptions
  @OptionGroup var options: EvaluateOptions
  @Option(
    help: """
      Compare although this differs: data, protocol, judge or items; or although a run is incomplete; \
      may be repeated.
      """
  )
  var allow: [ComparisonObstacle] = []
  @Flag(help: "Show every slice, not only those that changed beyond chance.") var slices = false
  @Flag(help: "Name the items that came out otherwise.") var items = false
  @Option(help: "Of the samples drawn by the bootstrap.") var seed: UInt64 = 0
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    var isWorse = false
    try GemmaSafety.reporting {
      let logs = try logs.open()
      let comparison = try EvaluationComparison(
        try logs.records(of: before),
        try logs.records(of: after),
        recipes: try options.library().recipes,
        allowing: Set(allow),
        bootstrap: PairedBootstrap(seed: seed)
      )
      isWorse = comparison.isWorse
      let view = ComparisonView(
        comparison: comparison,
        terminal: display.terminal,
        showsSlices: slices,
        showsItems: items
      )
      display.show(text: { view.text }, json: { view.json })
    }
    if isWorse { throw ExitCode(1) }
  }
}
