import ReportPages

/// Every benchmark that is known, and whether it was measured.
struct EvaluationCoverage {
  let report: EvaluationReport

  var html: String {
    guard !report.catalogue.isEmpty else { return "" }
    let areas = Dictionary(grouping: report.catalogue, by: \.area)
    var order: [String] = []
    for note in report.catalogue where !order.contains(note.area) { order.append(note.area) }
    let body = order.map { area in
      """
      <tbody><tr class="group"><th colspan="3" scope="rowgroup">\
      \(HTMLText.escaped(EvaluationReport.heading(ofArea: area)))</th></tr>
      \((areas[area] ?? []).map(row).joined(separator: "\n"))</tbody>

      """
    }.joined()
    let measured = report.catalogue.count { !state($0).isEmpty && isMeasured($0) }
    let head = """
      <th scope="col">Benchmark</th><th scope="col" class="wide">Measures</th>\
      <th scope="col" class="n">State</th>
      """
    return HTMLText.section(
      "coverage",
      "Coverage",
      "\(ReportFormat.count(measured)) of \(ReportFormat.count(report.catalogue.count)) known "
        + "benchmarks were measured. What was not is unknown, not fine.",
      HTMLText.table("coverage", head: head, body: body)
    )
  }

  private func row(_ note: BenchmarkNote) -> String {
    """
    <tr\(isMeasured(note) ? "" : " class=\"quiet\"")><th scope="row">\(HTMLText.escaped(note.title))\
    </th><td class="wide">\(HTMLText.escaped(note.measures))</td>\
    <td class="n">\(state(note))</td></tr>
    """
  }

  private func isMeasured(_ note: BenchmarkNote) -> Bool {
    report.records.contains { $0.benchmark == note.id && !$0.metrics.isEmpty }
  }

  private func state(_ note: BenchmarkNote) -> String {
    let records = report.records.filter { $0.benchmark == note.id }
    guard isMeasured(note) else {
      if records.contains(where: \.isComplete) { return "no score" }
      if !records.isEmpty { return "not finished" }
      return note.isAtHand == false ? "no files" : "not run"
    }
    let counts = records.compactMap { record in
      record.items.isEmpty ? record.metrics.map(\.count).max() : record.items.count
    }
    let items = counts.max() ?? 0
    return "<b>\(ReportFormat.counted(items, "item"))</b>"
  }
}
