import AuditLog
import SafetyCore

/// The ten rows of the first Gemma cards; a row that was not measured says so.
enum SafetyBlock {
  static func make(_ source: CardSource) -> CardBlock {
    let metrics = MetricTables.plain(source)
    let models = source.modelNames
    if source.onlyClassifies,
      !metrics.contains(where: { BenchmarkCatalogue.row(of: $0.body.benchmark) != nil })
    {
      return CardBlock(
        "safety",
        [.text(classifies)],
        hasEvidence: false
      )
    }
    var rows: [[CardCell]] = []
    var found: [Evidence<MetricEvent>] = []
    for row in BenchmarkCatalogue.safetyRows.indices {
      let title = BenchmarkCatalogue.title(ofRow: row)
      let own = headline(metrics.filter { BenchmarkCatalogue.row(of: $0.body.benchmark) == row })
      found += own
      rows.append(
        own.isEmpty
          ? [CardCell(plain: title), ""] + models.map { _ in CardCell("not measured") } + [""]
          : MetricTables.row(title, own, models)
      )
    }
    var parts: [CardPart] = [.table(MetricTables.table(models, rows))]
    parts += further(metrics, found, models)
    if let plot = SafetyPlot.make(found, models) { parts.append(plot) }
    return CardBlock("safety", parts, hasEvidence: !found.isEmpty)
  }

  private static let classifies: MarkdownText =
    "*The ten safety benchmarks of Gemma's cards are about what a model writes, and a classifier "
    + "writes nothing. Its figures stand under Benchmark Results and Subgroups.*"

  /// What else was measured on the benchmarks of the ten rows.
  private static func further(
    _ metrics: [Evidence<MetricEvent>],
    _ shown: [Evidence<MetricEvent>],
    _ models: [String]
  ) -> [CardPart] {
    let seen = Set(shown.map(\.seq))
    let rest = MetricTables.grouped(
      metrics.filter {
        BenchmarkCatalogue.row(of: $0.body.benchmark) != nil && !seen.contains($0.seq)
      }
    )
    guard !rest.isEmpty else { return [] }
    let rows = rest.map { group in
      MetricTables.row(
        BenchmarkCatalogue.entry(group.benchmark).title,
        group.metrics,
        models
      )
    }
    return [
      .text("Further figures of these benchmarks:"), .table(MetricTables.table(models, rows)),
    ]
  }

  /// The figures of the metric that stands for the benchmark: the first that it recorded.
  static func headline(_ metrics: [Evidence<MetricEvent>]) -> [Evidence<MetricEvent>] {
    guard let first = metrics.first?.body else { return [] }
    return metrics.filter { $0.body.metric == first.metric }
  }
}
