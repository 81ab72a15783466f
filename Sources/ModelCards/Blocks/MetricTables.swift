import AuditLog
import SafetyCore

/// Tables of figures with a column for each model.
enum MetricTables {
  /// Whole-set figures of the bare models, which tables of results are made of.
  static func plain(_ source: CardSource) -> [Evidence<MetricEvent>] {
    source.metrics.filter { $0.body.slice.isEmpty && $0.body.subject.policySHA256 == nil }
  }

  /// A figure with its interval and its event, or what stands where there is none.
  static func cell(_ metric: Evidence<MetricEvent>?) -> CardCell {
    guard let metric else { return "not measured" }
    let value = MetricText.value(metric.body)
    let interval = MetricText.interval(metric.body).map { " (\($0))" } ?? ""
    return CardCell(plain: value + interval, metric.seq)
  }

  /// `%`, where all figures of a row are shares.
  static func unit(_ metrics: [Evidence<MetricEvent>]) -> String {
    !metrics.isEmpty && metrics.allSatisfy { MetricText.isShare($0.body) } ? ", %" : ""
  }

  /// The metric's name, what is better and its unit.
  static func label(_ metrics: [Evidence<MetricEvent>]) -> String {
    guard let first = metrics.first?.body else { return "" }
    let better = MetricText.direction(first).map { " \($0)" } ?? ""
    return first.metric + unit(metrics) + better
  }

  /// The items behind a row: one number, or one for each model where they differ.
  static func count(_ metrics: [Evidence<MetricEvent>]) -> CardCell {
    let counts = metrics.map(\.body.count)
    let texts = Set(counts).count == 1 ? counts.prefix(1) : counts[...]
    return CardCell(
      "\(texts.map(ShareText.count).joined(separator: " / "))",
      evidence: metrics.map(\.seq)
    )
  }

  /// A row: title, metric, a cell for each model, the number of items.
  static func row(
    _ title: String,
    _ metrics: [Evidence<MetricEvent>],
    _ models: [String]
  ) -> [CardCell] {
    let figures = models.map { model in
      cell(metrics.last { $0.body.subject.model == model })
    }
    return [CardCell(plain: title), CardCell(plain: label(metrics))] + figures + [count(metrics)]
  }

  static func table(_ models: [String], _ rows: [[CardCell]]) -> CardTable {
    CardTable(
      ["Benchmark", "Metric"] + models.map { "\($0)" } + ["n"],
      figures: Set(2..<models.count + 3),
      rows: rows
    )
  }

  /// Figures by benchmark and metric, in the order in which they were measured first.
  static func grouped(
    _ metrics: [Evidence<MetricEvent>]
  ) -> [(benchmark: String, metric: String, metrics: [Evidence<MetricEvent>])] {
    var groups: [(benchmark: String, metric: String, metrics: [Evidence<MetricEvent>])] = []
    var places: [[String]: Int] = [:]
    for metric in metrics {
      let body = metric.body
      if let place = places[[body.benchmark, body.metric]] {
        groups[place].metrics.append(metric)
      } else {
        places[[body.benchmark, body.metric]] = groups.count
        groups.append((body.benchmark, body.metric, [metric]))
      }
    }
    return groups
  }
}
