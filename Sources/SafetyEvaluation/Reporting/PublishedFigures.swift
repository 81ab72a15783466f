import ReportPages
import SafetyCore

/// What was measured beside what the makers of Gemma published.
struct PublishedFigures {
  let report: EvaluationReport

  var html: String {
    let rows = report.benchmarks.compactMap { group($0) }
    guard !rows.isEmpty else { return "" }
    let head = """
      <th scope="col">Figure</th><th scope="col">Model</th>\
      <th scope="col" class="n">Value</th><th scope="col" class="wide">Source</th>
      """
    return HTMLText.section(
      "published",
      "Published figures",
      "Model cards of Gemma name neither the classifier nor the form of the prompt for most sets, "
        + "no sample and no interval: compare trends, not digits.",
      HTMLText.table("published", head: head, body: rows.joined())
    )
  }

  private func group(_ benchmark: String) -> String? {
    guard let note = report.note(of: benchmark), !note.published.isEmpty else { return nil }
    var lines: [String] = []
    for (run, record) in zip(report.runs, report.records(of: benchmark)) {
      for metric in record?.metrics ?? [] where note.published.contains(where: { isOf($0, metric) })
      {
        lines.append(
          line(
            metric.metric,
            "<b>\(HTMLText.escaped(metric.subject.model))</b>",
            Self.measured(metric),
            "measured, run " + run.name
          )
        )
      }
    }
    guard !lines.isEmpty else { return nil }
    lines += note.published.map { published in
      line(
        published.metric,
        HTMLText.escaped(published.model),
        ReportFormat.decimal(published.value, 4),
        published.source
      )
    }
    return """
      <tbody><tr class="group"><th colspan="4" scope="rowgroup">\(HTMLText.escaped(note.title))</th>\
      </tr>
      \(lines.joined(separator: "\n"))</tbody>

      """
  }

  private static func measured(_ metric: MetricEvent) -> String {
    let value = Double(metric.value).map { ReportFormat.decimal($0, 4) } ?? "–"
    guard let interval = metric.interval, let low = Double(interval.low),
      let high = Double(interval.high)
    else { return "<b>\(value)</b>" }
    let range = "\(ReportFormat.decimal(low, 4)) – \(ReportFormat.decimal(high, 4))"
    return "<b>\(value)</b> <span class=\"pre\">\(range)</span>"
  }

  private func isOf(_ published: BenchmarkNote.Published, _ metric: MetricEvent) -> Bool {
    published.metric == metric.metric && published.slice == metric.slice
  }

  private func line(_ metric: String, _ model: String, _ value: String, _ source: String) -> String
  {
    """
    <tr><th scope="row">\(HTMLText.breakable(metric))</th><td>\(model)</td>\
    <td class="n">\(value)</td><td class="wide">\(HTMLText.escaped(source))</td></tr>
    """
  }
}
