import ReportPages

/// What the names of the figures on the page mean.
struct EvaluationMeanings {
  let report: EvaluationReport

  var html: String {
    let figures = report.benchmarks.flatMap { benchmark in
      let measured = report.records(of: benchmark).compactMap { $0 }.flatMap(\.metrics)
      let published = report.note(of: benchmark)?.published ?? []
      let names = measured.map(\.metric) + published.map(\.metric)
      return names.map { (metric: $0, benchmark: benchmark) }
    }
    let entries = MetricGlossary.entries(of: figures)
    guard !entries.isEmpty else { return "" }
    return HTMLText.section(
      "meanings",
      "What the figures mean",
      "Each name in a sentence; shares run from 0 to 1. “gemma-safety evaluate list” says what the "
        + "benchmarks measure.",
      HTMLText.terms(entries.map { ($0.name, $0.meaning) })
    )
  }

  /// A figure's name, which leads to its explanation where there is one.
  static func name(_ metric: String, in benchmark: String) -> String {
    MetricGlossary.meaning(of: metric, in: benchmark) == nil
      ? HTMLText.breakable(metric) : HTMLText.termLink(metric)
  }
}
