import ReportPages
import SafetyCore

/// Figures by group and category, folded up benchmark by benchmark.
struct EvaluationSlices {
  let report: EvaluationReport

  var html: String {
    let parts = report.benchmarks.compactMap { benchmark($0) }
    guard !parts.isEmpty else { return "" }
    return HTMLText.section(
      "slices",
      "Slices",
      "The same figures by group and category. A slice of few items has a wide interval; that two "
        + "intervals overlap does not say that the slices are alike.",
      report.legend + parts.joined()
    )
  }

  private func benchmark(_ id: String) -> String? {
    let rows = FigureRows(report: report, benchmark: id)
    let tables = rows.dimensions.map { dimension -> (String, [String]) in
      (dimension, rows.slices(dimension))
    }.filter { !$0.1.isEmpty }
    guard !tables.isEmpty else { return nil }
    let count = tables.reduce(0) { $0 + $1.1.count }
    let body = tables.map { dimension, rows in
      """
      <tbody><tr class="group"><th colspan="4" scope="rowgroup">by \(HTMLText.escaped(dimension))</th>\
      </tr>
      \(rows.joined(separator: "\n"))</tbody>

      """
    }.joined()
    return """
      <details><summary>\(HTMLText.escaped(report.title(of: id))), \
      \(ReportFormat.counted(count, "figure"))</summary>
      \(HTMLText.table("figures", head: FigureRows.head, body: body))</details>

      """
  }
}
