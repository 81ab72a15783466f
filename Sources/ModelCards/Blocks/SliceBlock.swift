import AuditLog
import SafetyCore

/// Figures of parts of a set, such as of one group of people.
enum SliceBlock {
  /// The most rows; a benchmark of a thousand groups has a report of its own.
  private static let limit = 200

  static func make(_ source: CardSource) -> CardBlock {
    let slices = source.metrics.filter { !$0.body.slice.isEmpty }
    guard !slices.isEmpty else {
      return CardBlock(
        "slices",
        [.text("*No figure of a subgroup was measured.*")],
        hasEvidence: false
      )
    }
    let rows = slices.prefix(limit).map { metric -> [CardCell] in
      let body = metric.body
      return [
        CardCell(plain: BenchmarkCatalogue.entry(body.benchmark).title),
        CardCell(plain: MetricTables.label([metric])), CardCell(plain: MetricText.slice(body)),
        CardCell(
          plain: body.subject.model + (body.subject.policySHA256 == nil ? "" : " with guard")
        ),
        MetricTables.cell(metric), CardCell(plain: ShareText.count(body.count), metric.seq),
      ]
    }
    let columns: [MarkdownText] = [
      "Benchmark", "Metric", "Part of the set", "Model", "Figure", "n",
    ]
    var parts: [CardPart] = [.table(CardTable(columns, figures: [4, 5], rows: Array(rows)))]
    if slices.count > limit {
      parts.append(.text("\(slices.count - limit) more figures are in the evidence bundle."))
    }
    return CardBlock("slices", parts)
  }
}
