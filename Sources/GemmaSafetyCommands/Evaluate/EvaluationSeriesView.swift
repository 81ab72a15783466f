import ReportPages
import SafetyEvaluation
import SafetyRuntime
import TerminalOutput

/// Results by one seed, or by several with figures over all of them, as text and as JSON.
struct EvaluationSeriesView {
  private let runs: [(seed: Int, run: String, view: EvaluationResultView)]
  private let figures: [SeedFigure]

  init(_ outcome: EvaluationSeries.Outcome, series: EvaluationSeries) {
    figures = outcome.seedFigures
    runs = zip(outcome.outcomes, series.sessions).map { outcome, session in
      (session.seed, outcome.run, EvaluationResultView(outcome, session: session))
    }
  }

  /// The figures of the one seed, or those over all with the run of each.
  func text(_ terminal: Terminal, audit: String) -> String {
    if runs.count == 1 {
      return runs[0].view.text(terminal) + "\nrun \(runs[0].run) in \(audit)\n"
    }
    var table = TextTable(leading: 2)
    table.add("benchmark", "metric", "mean", "95% interval", "lowest", "highest")
    for figure in figures {
      let interval = figure.interval
      let shown = [
        interval.mean, interval.lower, interval.upper, interval.lowest, interval.highest,
      ]
      .map { EvaluationResultView.shown($0) }
      table.add(
        figure.benchmark,
        figure.metric,
        shown[0],
        "\(shown[1]) to \(shown[2])",
        shown[3],
        shown[4]
      )
    }
    var lines = table.lines()
    lines[0] = terminal.bold(lines[0])
    lines.append("")
    lines += runs.map { "seed \($0.seed): run \($0.run) in \(audit)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// That of the run for one seed; else of all runs, with the figures over them.
  var json: ReportValue {
    if runs.count == 1 { return runs[0].view.json }
    return .object([
      "format": .string("gemma-safety.evaluation-series/1"), "version": .integer(1),
      "runs": .array(runs.map(\.view.json)),
      "over_seeds": .array(
        figures.map { figure in
          .object([
            "benchmark": .string(figure.benchmark), "metric": .string(figure.metric),
            "seeds": .integer(figure.interval.seeds), "mean": .number(figure.interval.mean),
            "low": .number(figure.interval.lower), "high": .number(figure.interval.upper),
            "method": .string("student"), "deviation": .number(figure.interval.deviation),
            "lowest": .number(figure.interval.lowest),
            "highest": .number(figure.interval.highest),
          ])
        }
      ),
    ])
  }
}
