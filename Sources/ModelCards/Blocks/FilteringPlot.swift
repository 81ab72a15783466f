import SafetyCore

/// What went into each filter run and what was left, as bars.
enum FilteringPlot {
  private static let left = 190.0
  private static let right = 700.0

  /// Three bars of one run; `y` moves on below them.
  private static func bars(_ run: FilterRunEvidence, most: Int, _ y: inout Double) -> String {
    let totals = run.totals
    let rows = [
      ("read", run.documentsRead, "k"), ("kept", totals.kept, "k"),
      ("removed", totals.removed, "d"),
    ]
    var content = ""
    for (word, count, style) in rows {
      let width = (right - left - 90) * Double(count) / Double(most)
      let label = word == "read" ? "\(run.run.prefix(16)) read" : word
      content += StandalonePlot.text(label, x: left - 10, y: y + 11, anchor: "end")
      content += StandalonePlot.bar(x: left, y: y, width: width, height: 14, style)
      content += StandalonePlot.text(
        ShareText.count(count),
        x: left + max(0, width) + 8,
        y: y + 11,
        "q"
      )
      y += 20
    }
    y += 10
    return content
  }

  static func make(_ runs: [FilterRunEvidence]) -> CardPart? {
    guard let most = runs.map(\.documentsRead).max(), most > 0 else { return nil }
    var y = 12.0
    var content = ""
    var words: [String] = []
    for run in runs.prefix(20) {
      let totals = run.totals
      content += bars(run, most: most, &y)
      words.append(
        "\(run.run): \(run.documentsRead) read, \(totals.kept) kept, \(totals.removed) removed"
      )
    }
    let description = words.joined(separator: "; ")
    return .plot(
      name: "filtering",
      description: "Documents of the filter runs",
      svg: StandalonePlot.svg(
        height: Int(y),
        title: "Documents of the filter runs",
        description: description,
        content
      )
    )
  }
}
