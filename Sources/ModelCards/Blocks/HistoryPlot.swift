import AuditLog
import SafetyCore

/// Shares from release to release, a band of its own for each benchmark.
enum HistoryPlot {
  private static let left = 190.0
  private static let right = 640.0
  private static let band = 56.0
  private static let bandLimit = 20

  static func make(_ series: [[Evidence<MetricEvent>]]) -> CardPart? {
    let shares = series.filter { $0.allSatisfy { MetricText.isShare($0.body) } }.prefix(bandLimit)
    guard !shares.isEmpty else { return nil }
    var content = ""
    var words: [String] = []
    for (index, line) in shares.enumerated() {
      let top = 12 + Double(index) * (band + 18)
      content += self.line(line, top)
      let name = label(line)
      words.append(
        "\(name): " + line.map { StandalonePlot.percent($0.body) }.joined(separator: ", ")
      )
    }
    return .plot(
      name: "history",
      description: "Figures from release to release, in percent",
      svg: StandalonePlot.svg(
        height: Int(12 + Double(shares.count) * (band + 18)),
        title: "Figures from release to release, in percent",
        description: words.joined(separator: "; "),
        content
      )
    )
  }

  private static func label(_ line: [Evidence<MetricEvent>]) -> String {
    guard let body = line.first?.body else { return "" }
    return "\(BenchmarkCatalogue.entry(body.benchmark).title), \(body.metric)"
  }

  private static func line(_ line: [Evidence<MetricEvent>], _ top: Double) -> String {
    let name = label(line)
    func height(_ share: Double) -> Double { top + band * (1 - min(1, max(0, share))) }
    var out = StandalonePlot.line(left, top, right, top, "g")
    out += StandalonePlot.line(left, top + band, right, top + band, "g")
    out += StandalonePlot.text(
      name.count > 26 ? name.prefix(25) + "…" : name,
      x: left - 12,
      y: top + band / 2 + 4,
      anchor: "end"
    )
    var points: [(Double, Double)] = []
    for (index, metric) in line.enumerated() {
      guard let value = DecimalText.double(metric.body.value) else { continue }
      let x = left + (right - left) * (Double(index) + 0.5) / Double(line.count)
      if let interval = metric.body.interval, let low = DecimalText.double(interval.low),
        let high = DecimalText.double(interval.high)
      {
        out += StandalonePlot.line(x, height(low), x, height(high), "c")
      }
      points.append((x, height(value)))
    }
    out += StandalonePlot.path(points, "s0")
    for (x, y) in points { out += StandalonePlot.dot(x, y, "s0") }
    if let last = line.last, let end = points.last {
      out += StandalonePlot.text(StandalonePlot.percent(last.body), x: right + 8, y: end.1 + 4, "q")
    }
    return out
  }
}
