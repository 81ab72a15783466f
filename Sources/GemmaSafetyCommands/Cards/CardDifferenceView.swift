import ModelCards
import ReportPages
import TerminalOutput

/// What `card diff` prints: whether anything was lost, then what, then the figures table by table.
struct CardDifferenceView {
  let difference: CardDifference
  let terminal: Terminal
  /// The most entries of a list; a card without its tables loses hundreds of rows.
  private static let limit = 20

  var text: String {
    guard !difference.isEmpty else { return "the cards say the same\n" }
    let lines =
      [verdict] + list("lost tables", difference.lostTables)
      + list("lost rows", difference.lostRows) + list("lost figures", difference.lostFigures)
      + list("lost sections", difference.lostSections)
      + list(
        "metadata",
        difference.metadata.map { "\($0.key): \($0.old ?? "–") → \($0.new ?? "–")" }
      ) + figures + list("new rows", difference.addedRows)
      + list("new sections", difference.addedSections)
    return lines.joined(separator: "\n") + "\n"
  }

  private var verdict: String {
    let lost = [
      (difference.lostTables, "table"), (difference.lostRows, "row"),
      (difference.lostFigures, "figure"), (difference.lostSections, "section"),
    ].filter { !$0.0.isEmpty }.map { items, word in
      "\(items.count) \(word)\(items.count == 1 ? "" : "s")"
    }
    return lost.isEmpty
      ? "nothing was lost" : "the newer card has no longer: \(lost.joined(separator: ", "))"
  }

  private func list(_ title: String, _ items: [String]) -> [String] {
    guard !items.isEmpty else { return [] }
    let shown = items.prefix(Self.limit).map { "  \(ReportFormat.printable($0))" }
    let rest = items.count - shown.count
    return [terminal.bold(title)] + shown
      + (rest > 0 ? ["  … and \(rest) more; --json names all of them"] : [])
  }

  /// The figures that differ, under the headings of their tables.
  private var figures: [String] {
    guard !difference.deltas.isEmpty else { return [] }
    var table = TextTable(leading: 2)
    table.add("row", "column", "old", "new", "difference", "intervals")
    for delta in difference.deltas {
      table.add(
        ReportFormat.printable(delta.row),
        ReportFormat.printable(delta.column),
        Self.cell(delta.old),
        Self.cell(delta.new),
        Self.change(delta),
        delta.overlap == .unknown ? "–" : delta.overlap.rawValue
      )
    }
    var lines = [terminal.bold("figures")]
    let rows = table.lines(indent: 4)
    lines.append(rows[0])
    for (place, delta) in difference.deltas.enumerated() {
      if place == 0 || difference.deltas[place - 1].table != delta.table {
        lines.append("  \(ReportFormat.printable(delta.table))")
      }
      lines.append(rows[place + 1])
    }
    return lines
  }

  /// A cell as it is, but for digests, of which the beginning tells enough.
  private static func cell(_ text: String) -> String {
    let bare = text.filter { $0 != "`" }
    if bare.count == 64, bare.allSatisfy(\.isHexDigit) { return bare.prefix(12) + "…" }
    return text.isEmpty ? "–" : ReportFormat.printable(text)
  }

  /// The difference with as many digits as the figures have.
  private static func change(_ delta: CardDifference.Delta) -> String {
    guard let value = delta.difference else { return "–" }
    let digits = max(digits(delta.old), digits(delta.new))
    let text =
      digits == 0 && abs(value) < 1e15
      ? ReportFormat.count(Int(value.rounded())) : ReportFormat.decimal(value, digits)
    let isNothing = !text.contains { $0.isNumber && $0 != "0" }
    return value > 0 && !isNothing ? "+" + text : text
  }

  /// Digits behind the point of the first number, at most six.
  private static func digits(_ cell: String) -> Int {
    let number = cell.drop { !$0.isNumber }.prefix { $0.isNumber || $0 == "." || $0 == "," }
    return min(6, number.drop { $0 != "." }.dropFirst().count)
  }
}
