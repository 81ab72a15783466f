import CorpusFiltering
import ReportPages
import SafetyRuntime
import TerminalOutput

/// Scores as a small table for people.
struct ClassifyView {
  private static let barWidth = 20
  private static let nameWidth = 32
  private let plan: ClassifyPlan

  init(_ plan: ClassifyPlan) { self.plan = plan }

  /// One text as a row a label, several as a row each.
  func table(_ texts: [ClassifiedText], names: [String]) -> String {
    texts.count == 1 ? labels(of: texts[0]) : rows(texts, names)
  }

  private func labels(of text: ClassifiedText) -> String {
    var table = TextTable(leading: 2)
    for (label, name) in plan.labels.enumerated() {
      let score = text.scores[label]
      let full = Int((Double(score) * Double(Self.barWidth)).rounded())
      let bar =
        String(repeating: "█", count: full) + String(repeating: "░", count: Self.barWidth - full)
      let mark = text.flagged.contains(label) ? "at least \(threshold(label))" : ""
      table.add(name, bar, Self.score(score), mark)
    }
    return table.lines().joined(separator: "\n") + "\n"
  }

  private func rows(_ texts: [ClassifiedText], _ names: [String]) -> String {
    var lines = [["text"] + plan.labels + ["labels"]]
    for (text, name) in zip(texts, names) {
      let flagged = text.flagged.map { plan.labels[$0] }.joined(separator: ", ")
      lines.append([Self.shortened(name)] + text.scores.map(Self.score) + [flagged])
    }
    var table = TextTable()
    for line in lines { table.add(row: line) }
    return table.lines().joined(separator: "\n") + "\n"
  }

  private func threshold(_ label: Int) -> String { ReportFormat.decimal(plan.thresholds[label], 2) }

  private static func score(_ score: Float) -> String { ReportFormat.decimal(Double(score), 3) }

  /// On one line and not too long.
  private static func shortened(_ text: String) -> String {
    let line = ReportFormat.printable(text)
    return line.count <= nameWidth ? line : line.prefix(nameWidth - 1) + "…"
  }
}
