/// The report of a finished run, as `report.json` and `report.html`.
package struct FilterReport: Sendable {
  /// The version of the JSON; a change that breaks readers raises it.
  package static let format = "gemma-safety.filter-report/1"

  package let statistics: RunStatistics
  package let context: ReportContext

  package init(statistics: RunStatistics, context: ReportContext) {
    self.statistics = statistics
    self.context = context
  }

  /// `report.json`: the same bytes for every number of workers, without times or excerpts.
  package func json() -> [UInt8] { FilterReportDocument(report: self).value.json }
}
