import SafetyCore

/// Two drawings of one set side by side: how scores are calibrated, and what thresholds find.
enum ScoresPlot {
  private static let size = 260.0
  private static let top = 66.0
  private static let lefts = [54.0, 430.0]
  /// Classifiers beyond these stand in the table only.
  private static let seriesLimit = 4

  static func make(_ spreads: [ScoreSpread]) -> CardPart? {
    guard let first = spreads.first else { return nil }
    let curves = spreads.prefix(seriesLimit).map { ($0.subject.model, ScoreCurve($0)) }
    let set = BenchmarkCatalogue.entry(first.benchmark).title
    var content = StandalonePlot.text("\(set.prefix(60))", x: lefts[0], y: 16)
    content += axes(lefts[0], "Calibration", "mean score", "share of positive texts")
    content += axes(lefts[1], "ROC", "false alarms", "recall")
    for (index, (_, curve)) in curves.enumerated() {
      let style = "s\(index)"
      let points = curve.calibration.map { place(lefts[0], $0.score, $0.share) }
      content += StandalonePlot.path(points, style)
      for (x, y) in points { content += StandalonePlot.dot(x, y, style) }
      content += StandalonePlot.path(curve.roc.map { place(lefts[1], $0.x, $0.y) }, style)
    }
    let legend = top + size + 58
    for (index, (name, _)) in curves.enumerated() {
      let x = lefts[0] + Double(index) * 165
      content += StandalonePlot.path([(x, legend - 4), (x + 26, legend - 4)], "s\(index)")
      content += StandalonePlot.text(
        name.count > 18 ? name.prefix(17) + "…" : name,
        x: x + 32,
        y: legend
      )
    }
    let title = "\(set): calibration and ROC"
    return .plot(
      name: "scores-\(fileName(first.benchmark))",
      description: title,
      svg: StandalonePlot.svg(
        height: Int(legend) + 14,
        title: title,
        description: words(curves),
        content
      )
    )
  }

  /// Letters, digits and hyphens of a benchmark's id, which an importer may have chosen.
  private static func fileName(_ id: String) -> String {
    String(id.prefix(60).map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }

  private static func place(_ left: Double, _ x: Double, _ y: Double) -> (Double, Double) {
    (left + size * x, top + size * (1 - y))
  }

  private static func axes(_ left: Double, _ title: String, _ x: String, _ y: String) -> String {
    var out = StandalonePlot.text(title, x: left, y: top - 18)
    for step in 0...4 {
      let share = Double(step) / 4
      let (across, up) = place(left, share, share)
      out += StandalonePlot.line(across, top, across, top + size, "g")
      out += StandalonePlot.line(left, up, left + size, up, "g")
      let label = DecimalText.rounded(decimal(share), digits: 2) ?? ""
      out += StandalonePlot.text(label, x: across, y: top + size + 16, anchor: "middle", "q")
      out += StandalonePlot.text(label, x: left - 8, y: up + 4, anchor: "end", "q")
    }
    out += StandalonePlot.line(left, top + size, left + size, top, "g")
    out += StandalonePlot.text(x, x: left + size / 2, y: top + size + 34, anchor: "middle", "q")
    out += StandalonePlot.text(y, x: left + size, y: top - 18, anchor: "end", "q")
    return out
  }

  /// The drawing in words: each classifier's tenths.
  private static func words(_ curves: [(String, ScoreCurve)]) -> String {
    curves.map { name, curve in
      let tenths = curve.calibration.map {
        "\(ShareText.percent($0.score))% scored, \(ShareText.percent($0.share))% positive"
      }
      return "\(name): \(tenths.joined(separator: "; "))"
    }.joined(separator: ". ")
  }
}
