import AuditLog
import SafetyCore

/// The shares of the safety table as points with their intervals.
enum SafetyPlot {
  private static let left = 190.0
  private static let right = 700.0

  static func make(_ metrics: [Evidence<MetricEvent>], _ models: [String]) -> CardPart? {
    let shares = metrics.filter {
      MetricText.isShare($0.body) && models.contains($0.body.subject.model)
    }
    guard !shares.isEmpty else { return nil }
    var y = 34.0
    var content = axis()
    var title = ""
    for metric in shares {
      guard let value = DecimalText.double(metric.body.value), value >= 0 else { continue }
      let name = BenchmarkCatalogue.entry(metric.body.benchmark).title
      if name != title, !title.isEmpty { y += 6 }
      let label = models.count > 1 ? "\(name), \(metric.body.subject.model)" : name
      title = name
      content += StandalonePlot.text(shortened(label), x: left - 10, y: y + 4, anchor: "end")
      content += mark(metric.body, value, y)
      y += 20
    }
    let height = Int(y) + 8
    for step in 0...4 {
      let x = place(Double(step) / 4)
      content = StandalonePlot.line(x, 22, x, Double(height - 8), "g") + content
    }
    let description = shares.map { metric in
      "\(BenchmarkCatalogue.entry(metric.body.benchmark).title) of \(metric.body.subject.model): "
        + StandalonePlot.percent(metric.body)
    }.joined(separator: "; ")
    return .plot(
      name: "safety",
      description: "Safety figures with their intervals, in percent",
      svg: StandalonePlot.svg(
        height: height,
        title: "Safety figures with their intervals, in percent",
        description: description,
        content
      )
    )
  }

  private static func axis() -> String {
    (0...4).map { step in
      StandalonePlot.text(
        "\(step * 25)%",
        x: place(Double(step) / 4),
        y: 14,
        anchor: step == 4 ? "end" : step == 0 ? "start" : "middle",
        "q"
      )
    }.joined()
  }

  private static func mark(_ metric: MetricEvent, _ value: Double, _ y: Double) -> String {
    var out = ""
    if let interval = metric.interval, let low = DecimalText.double(interval.low),
      let high = DecimalText.double(interval.high)
    {
      out += StandalonePlot.line(place(low), y, place(high), y, "c")
    }
    let x = StandalonePlot.place(place(value))
    return out + "<circle cx=\"\(x)\" cy=\"\(StandalonePlot.place(y))\" r=\"4\" class=\"d\"/>\n"
  }

  private static func place(_ share: Double) -> Double {
    left + (right - left) * min(1, max(0, share))
  }

  private static func shortened(_ text: String) -> String {
    text.count > 26 ? text.prefix(25) + "…" : text
  }
}
