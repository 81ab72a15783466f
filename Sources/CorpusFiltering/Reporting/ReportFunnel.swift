import ReportPages
import SafetyCore
import SafetyPolicy

/// Where documents leave the run: stage by stage, and by category.
struct ReportFunnel {
  let report: FilterReport
  private var statistics: RunStatistics { report.statistics }

  var html: String { funnel + categories }

  private var funnel: String {
    var entered = statistics.totals.documents
    var rows = ""
    var others: [String] = []
    for (index, detector) in statistics.table.detectors.enumerated() {
      let fell = statistics.funnel[index]
      guard removes(index) || fell > 0 else {
        others.append(HTMLText.escaped(detector.name))
        continue
      }
      rows += row(detector.name, fell, of: entered)
      entered -= fell
    }
    return HTMLText.section(
      "funnel",
      "Funnel",
      "Every rule is measured on every document; a removed one is counted at the first detector "
        + "that asks for its removal.",
      HTMLText.table("funnel", head: Self.funnelHead, body: "<tbody>\(rows)</tbody>")
        + (others.isEmpty
          ? ""
          : "<p class=\"note\">Under this policy these remove nothing and only measure or edit: "
            + "\(others.joined(separator: ", ")).</p>")
    )
  }

  private static let funnelHead = """
    <th scope="col">Detector</th><th scope="col" class="n">Fall here</th>\
    <th scope="col" class="n wide">Of those that entered</th>\
    <th scope="col" class="n">Remain</th><th scope="col" class="plot">\
    <span class="sr">Share that remains</span></th>
    """

  /// A detector at which some of the documents fall that no earlier one took out.
  private func row(_ detector: String, _ fell: Int, of entered: Int) -> String {
    let total = statistics.totals.documents
    let left = entered - fell
    let share = total > 0 ? Double(left) / Double(total) : 0
    let before = total > 0 ? Double(entered) / Double(total) : 0
    let bar = SVGPlot.frame(
      height: 16,
      label: "\(left) of \(total) remain",
      SVGPlot.rect(x: 0, width: 1, y: 0, height: 16, "track")
        + SVGPlot.rect(x: 0, width: share, y: 0, height: 16, "in")
        + SVGPlot.rect(x: share, width: before - share, y: 0, height: 16, "out")
    )
    return """
      <tr><th scope="row">\(HTMLText.escaped(detector))</th>\
      <td class="n">\(ReportFormat.count(fell))</td>\
      <td class="n wide">\(ReportFormat.percent(fell, of: entered))</td>\
      <td class="n">\(ReportFormat.count(left))</td><td class="plot">\(bar)</td></tr>

      """
  }

  /// Whether a rule of the detector can take a document out.
  private func removes(_ detector: Int) -> Bool {
    let first = statistics.table.firstSlots[detector]
    return (first..<first + statistics.table.detectors[detector].rules.count).contains { slot in
      guard let policy = statistics.rules[slot] else { return false }
      return policy.action >= .remove || policy.removeAbove != nil
    }
  }

  private var categories: String {
    let tally = statistics.categories
    let shown = tally.names.indices
      .filter { tally.removed[$0] + tally.edited[$0] > 0 }
      .sorted {
        (tally.removed[$1], tally.edited[$1], $0) < (tally.removed[$0], tally.edited[$0], $1)
      }
    guard !shown.isEmpty else { return "" }
    return HTMLText.section(
      "categories",
      "Categories",
      "Documents a category asked to remove, and those kept with its spans replaced. "
        + "A document can count in several.",
      HTMLText.table(
        "funnel",
        head: Self.categoryHead,
        body: "<tbody>\(shown.map(category).joined(separator: "\n"))</tbody>"
      )
    )
  }

  private static let categoryHead = """
    <th scope="col">Category</th><th scope="col" class="n">Removed</th>\
    <th scope="col" class="n">Of all</th><th scope="col" class="n">Edited</th>\
    <th scope="col" class="plot"><span class="sr">Share removed</span></th>
    """

  private func category(_ index: Int) -> String {
    let tally = statistics.categories
    let total = statistics.totals.documents
    let removed = tally.removed[index]
    let name = tally.names[index].rawValue.split(separator: "_").joined(separator: " ")
    let bar = SVGPlot.bar(removed, of: total, label: "\(removed) of \(total) removed")
    return """
      <tr><th scope="row">\(HTMLText.escaped(name))</th>\
      <td class="n">\(ReportFormat.count(removed))</td>\
      <td class="n">\(ReportFormat.percent(removed, of: total))</td>\
      <td class="n">\(ReportFormat.count(tally.edited[index]))</td>\
      <td class="plot">\(bar)</td></tr>
      """
  }
}
