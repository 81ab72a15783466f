import ReportPages
import SafetyCore

/// The dashboard: every figure of a whole set with its interval, by area.
struct EvaluationFigures {
  let report: EvaluationReport

  var html: String {
    let areas = orderedAreas
    guard !areas.isEmpty else { return "" }
    let body = areas.map { area, benchmarks in
      """
      <tbody><tr class="group"><th colspan="4" scope="rowgroup">\
      \(HTMLText.escaped(EvaluationReport.heading(ofArea: area)))</th></tr>
      \(benchmarks.flatMap { FigureRows(report: report, benchmark: $0).whole }.joined(separator: "\n"))
      </tbody>

      """
    }.joined()
    return HTMLText.section(
      "figures",
      "Figures",
      "Each dot is a figure of a whole set, the line its 95% interval: where it would lie if other "
        + "items of the same kind had been asked. The dashed line is the value that is best, where "
        + "the set names one. Shares run from 0 to 1.",
      report.legend + HTMLText.table("figures", head: FigureRows.head, body: body)
    )
  }

  /// Areas in the order of the catalogue, what it does not know under `other`.
  private var orderedAreas: [(String, [String])] {
    var areas: [(String, [String])] = []
    for benchmark in report.benchmarks {
      let area = report.note(of: benchmark)?.area ?? "other"
      if let place = areas.firstIndex(where: { $0.0 == area }) {
        areas[place].1.append(benchmark)
      } else {
        areas.append((area, [benchmark]))
      }
    }
    return areas
  }
}
