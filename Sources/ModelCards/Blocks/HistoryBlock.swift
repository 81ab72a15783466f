import AuditLog
import SafetyCore

/// The same figures of earlier weights under one name: what became of them from release to release.
enum HistoryBlock {
  /// The most rows of the table and lines of the drawing.
  private static let limit = 120

  static func make(_ source: CardSource) -> CardBlock? {
    let series = all(source)
    guard !series.isEmpty else { return nil }
    let columns: [MarkdownText] = [
      "Benchmark", "Metric", "Model", "Weights", "Measured", "Figure", "Change",
    ]
    let rows = series.flatMap(rows).prefix(limit)
    var parts: [CardPart] = [
      .table(CardTable(columns, figures: [5, 6], rows: Array(rows)))
    ]
    if let plot = HistoryPlot.make(series) { parts.append(plot) }
    return CardBlock("history", parts)
  }

  /// Whole-set figures of the bare models by benchmark, metric and model, each of several weights.
  private static func all(_ source: CardSource) -> [[Evidence<MetricEvent>]] {
    let whole = (source.earlierMetrics + source.metrics).filter {
      $0.body.slice.isEmpty && $0.body.subject.policySHA256 == nil
        && $0.body.subject.modelSHA256 != nil
    }
    var order: [[String]] = []
    var series: [[String]: [Evidence<MetricEvent>]] = [:]
    for metric in whole.sorted(by: { $0.seq < $1.seq }) {
      let key = [metric.body.benchmark, metric.body.metric, metric.body.subject.model]
      if series[key] == nil { order.append(key) }
      series[key, default: []].append(metric)
    }
    return order.compactMap { series[$0] }.filter { $0.count > 1 }
  }

  private static func rows(_ series: [Evidence<MetricEvent>]) -> [[CardCell]] {
    series.indices.map { index in
      let metric = series[index]
      let body = metric.body
      return [
        CardCell(plain: BenchmarkCatalogue.entry(body.benchmark).title),
        CardCell(plain: MetricTables.label([metric])), CardCell(plain: body.subject.model),
        CardCell("\(code: body.subject.modelSHA256?.hex.prefix(12) ?? "")"),
        CardCell(plain: MetricText.day(metric)), MetricTables.cell(metric),
        index == 0 ? "" : GuardBlock.difference(series[index - 1], metric),
      ]
    }
  }
}
