import ReportPages
import SafetyCore

/// Rows of a table of figures, one a metric, with a line for each run.
struct FigureRows {
  let report: EvaluationReport
  let benchmark: String

  /// The scale is that of shares; a figure on another has its own below it.
  static var head: String {
    """
    <th scope="col">Figure</th><th scope="col" class="n">N</th>\
    <th scope="col" class="n">Value</th><th scope="col" class="forest">\
    \(ForestScale(of: []).axis)</th>
    """
  }

  /// A metric and where it was taken.
  private struct Name: Hashable {
    var metric: String
    var slice: [String: String]
  }

  /// The figures of the whole set.
  var whole: [String] {
    names { $0.slice.isEmpty }.enumerated().map { index, name in
      row(name, title: index == 0 ? report.title(of: benchmark) : "")
    }
  }

  /// The figures of every slice of one dimension.
  func slices(_ dimension: String) -> [String] {
    names { Array($0.slice.keys) == [dimension] }
      .sorted { ($0.metric, $0.slice[dimension] ?? "") < ($1.metric, $1.slice[dimension] ?? "") }
      .map { row($0, title: $0.slice[dimension] ?? "") }
  }

  /// Dimensions that figures were taken by.
  var dimensions: [String] {
    let slices = report.records(of: benchmark).compactMap { $0 }.flatMap(\.metrics).map(\.slice)
    return Set(slices.filter { $0.count == 1 }.flatMap(\.keys)).sorted()
  }

  private func names(_ isWanted: (MetricEvent) -> Bool) -> [Name] {
    var names: [Name] = []
    for metric in report.records(of: benchmark).compactMap({ $0 }).flatMap(\.metrics)
    where isWanted(metric) {
      let name = Name(metric: metric.metric, slice: metric.slice)
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  private func row(_ name: Name, title: String) -> String {
    // A run that has no such figure has no line.
    let metrics = report.records(of: benchmark).enumerated().compactMap { run, record in
      record?.metrics.first { $0.metric == name.metric && $0.slice == name.slice }
        .map { (run: run, metric: $0) }
    }
    let lines = metrics.map { Self.value($0.metric) }
    let counts = metrics.map { ReportFormat.count($0.metric.count) }
    let heading = title.isEmpty ? "" : "<b>\(HTMLText.escaped(title))</b> "
    return """
      <tr><th scope="row">\(heading)<span class="note">\
      \(EvaluationMeanings.name(name.metric, in: benchmark))\
      \(Self.hint(metrics.first?.metric))</span></th>\
      <td class="n" data-name="N">\(Self.stacked(counts))</td>\
      <td class="n" data-name="Value">\(Self.stacked(lines))</td>\
      <td class="forest">\(plot(metrics))</td></tr>
      """
  }

  private static func stacked(_ lines: [String]) -> String {
    lines.map { "<span class=\"row\">\($0)</span>" }.joined()
  }

  private static func value(_ metric: MetricEvent) -> String {
    let value = Double(metric.value).map { ReportFormat.decimal($0, 3) } ?? metric.value
    guard let interval = metric.interval, let low = Double(interval.low),
      let high = Double(interval.high)
    else { return "<b>\(HTMLText.escaped(value))</b> <span class=\"pre\">no interval</span>" }
    return "<b>\(HTMLText.escaped(value))</b> <span class=\"pre\">"
      + "\(ReportFormat.decimal(low, 3)) – \(ReportFormat.decimal(high, 3))</span>"
  }

  private static func hint(_ metric: MetricEvent?) -> String {
    switch metric?.direction {
    case .higher: ", higher is better"
    case .lower: ", lower is better"
    case .target: metric?.target.map { ", \($0) is best" } ?? ""
    default: ""
    }
  }

  private func plot(_ metrics: [(run: Int, metric: MetricEvent)]) -> String {
    let marks = metrics.map { run, metric -> ForestPlot.Mark? in
      guard let value = Double(metric.value) else { return nil }
      return ForestPlot.Mark(
        value: value,
        lower: metric.interval.flatMap { Double($0.low) },
        upper: metric.interval.flatMap { Double($0.high) },
        style: EvaluationReport.style(ofRun: run),
        name: report.runs[run].name
      )
    }
    let values = marks.compactMap { $0 }.flatMap { [$0.value, $0.lower, $0.upper] }
    let scale = ForestScale(of: values.compactMap { $0 })
    let target = metrics.compactMap(\.metric.target).first.flatMap { Double($0) }
    let plot = ForestPlot(marks: marks, scale: scale, target: target).svg
    return scale.low == 0 && scale.high == 1 ? plot : plot + scale.axis
  }
}
