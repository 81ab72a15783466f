import ReportPages
import SafetyCore

/// The heat map of rules that fail together.
struct ReportOverlap {
  let report: FilterReport

  var html: String {
    let statistics = report.statistics
    let top = statistics.overlap.top(FilterReport.overlapRules)
    guard top.count > 1 else { return "" }
    let head =
      "<th scope=\"col\">Rule</th>"
      + top.indices.map { "<th scope=\"col\" class=\"n\">\($0 + 1)</th>" }.joined()
    let rows = top.enumerated().map { index, row in
      let own = statistics.overlap.count(row, row)
      let cells = top.enumerated().map { place, column in
        let count = statistics.overlap.count(row, column)
        let level = own > 0 ? (count * 8 + own - 1) / own : 0
        let style = place == index ? "self" : "h\(min(8, level))"
        return "<td class=\"n \(style)\">\(ReportFormat.count(count))</td>"
      }
      let name = HTMLText.rule(statistics.table.rules[row].id.rawValue)
      return "<tr><th scope=\"row\"><b>\(index + 1)</b> \(name)</th>\(cells.joined())</tr>"
    }
    return HTMLText.section(
      "overlap",
      "Rules that fail together",
      "Documents on which both rules asked for removal; the stronger the colour, the larger the "
        + "part of the row’s rule. The diagonal is the rule itself.",
      HTMLText.table(
        "heat",
        head: head,
        body: "<tbody>\(rows.joined(separator: "\n"))</tbody>"
      )
    )
  }
}
