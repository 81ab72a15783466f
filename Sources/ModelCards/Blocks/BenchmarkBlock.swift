import AuditLog
import SafetyCore

/// Figures of all benchmarks that are neither of the ten safety rows nor of over-refusal.
enum BenchmarkBlock {
  static func make(_ source: CardSource) -> CardBlock {
    let groups = MetricTables.grouped(
      MetricTables.plain(source).filter {
        BenchmarkCatalogue.entry($0.body.benchmark).table == .other
      }
    )
    guard !groups.isEmpty else {
      return CardBlock(
        "benchmarks",
        [.text("*No benchmark beside those of safety was run.*")],
        hasEvidence: false
      )
    }
    let models = source.modelNames
    var rows = groups.map { group in
      MetricTables.row(
        BenchmarkCatalogue.entry(group.benchmark).title,
        group.metrics,
        models
      )
    }
    if let average = average(groups.map(\.metrics), models) { rows.append(average) }
    return CardBlock("benchmarks", [.table(MetricTables.table(models, rows))])
  }

  /// The mean of the printed rows, where there are several and all are shares to be raised.
  private static func average(
    _ rows: [[Evidence<MetricEvent>]],
    _ models: [String]
  ) -> [CardCell]? {
    let all = rows.flatMap { $0 }
    guard rows.count > 1,
      all.allSatisfy({ MetricText.isShare($0.body) && $0.body.direction == .higher })
    else { return nil }
    let cells = models.map { model -> CardCell in
      let own = rows.compactMap { row in row.last { $0.body.subject.model == model } }
      let values = own.compactMap { DecimalText.double($0.body.value) }
      guard !values.isEmpty else { return "–" }
      let mean = decimal(values.reduce(0, +) / Double(values.count))
      let text = DecimalText.rounded(mean, shift: 2, digits: 2) ?? "–"
      return CardCell("\(text), of \(values.count)", evidence: own.map(\.seq))
    }
    return ["**Average**", "mean of the rows above, %"] + cells + [""]
  }
}
