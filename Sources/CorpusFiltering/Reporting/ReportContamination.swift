import ReportPages
import SafetyEvaluation

/// Which benchmarks the corpus holds items of, so that nobody trusts a score of what was read.
struct ReportContamination {
  let report: FilterReport

  var html: String {
    guard let facts = report.context.contamination else { return "" }
    let rows = ContaminationRow.rows(report)
    let read = rows.filter { $0.source.state == .read }
      .sorted { ($1.found, $0.source.name) < ($0.found, $1.source.name) }
    return HTMLText.section(
      "contamination",
      "Contamination",
      "Items of benchmarks in the corpus, by \(facts.settings.ngram) words in a row; a score on items "
        + "that a model has read says little. Which they are stands in "
        + "\(ContaminationTally.fileName).",
      table(read) + notes(read)
        + names(rows, .absent, "Not looked for, because the files are absent:")
        + names(rows, .leftOut, "Left out by the policy:")
    )
  }

  private func table(_ rows: [ContaminationRow]) -> String {
    let head = """
      <th scope="col">Benchmark</th><th scope="col" class="n wide">Items</th>\
      <th scope="col" class="n wide">Looked for</th><th scope="col" class="n">Found</th>\
      <th scope="col" class="n">Share (95%)</th><th scope="col" class="n">Documents</th>\
      <th scope="col" class="n">Kept</th>
      """
    return HTMLText.table(
      "",
      head: head,
      body: "<tbody>\(rows.map(row).joined(separator: "\n"))</tbody>"
    )
  }

  private func row(_ row: ContaminationRow) -> String {
    """
    <tr><th scope="row">\(HTMLText.escaped(row.source.name))</th>\
    <td class="n wide">\(ReportFormat.count(row.source.items))</td>\
    <td class="n wide">\(ReportFormat.count(row.source.searchable))</td>\
    <td class="n">\(ReportFormat.count(row.found))</td>\
    <td class="n">\(share(row))</td>\
    <td class="n">\(ReportFormat.count(row.documents))</td>\
    <td class="n">\(ReportFormat.count(row.kept))</td></tr>
    """
  }

  private func share(_ row: ContaminationRow) -> String {
    guard let interval = row.interval else { return "–" }
    func percent(_ share: Double) -> String { ReportFormat.value((share * 1e4).rounded() / 100) }
    let share = Double(row.found) / Double(row.source.searchable)
    return "\(percent(share))%<span class=\"note\">\(percent(interval.lower)) – "
      + "\(percent(interval.upper))</span>"
  }

  /// Items that could not be looked for, and why.
  private func notes(_ rows: [ContaminationRow]) -> String {
    let short = rows.reduce(0) { $0 + $1.source.tooShort }
    let shared = rows.reduce(0) { $0 + $1.source.shared }
    let reasons = [
      short == 0 ? "" : ReportFormat.counted(short, "is too short", "are too short"),
      shared == 0
        ? "" : ReportFormat.counted(shared, "has", "have") + " no words that only a few items have",
    ].filter { !$0.isEmpty }
    guard !reasons.isEmpty else { return "" }
    return "<p class=\"note\">Nobody knows whether the corpus holds "
      + "\(ReportFormat.count(short + shared)) of the items: "
      + "\(reasons.joined(separator: ", and ")).</p>"
  }

  private func names(
    _ rows: [ContaminationRow],
    _ state: ContaminationFacts.Source.State,
    _ words: String
  ) -> String {
    let names = rows.filter { $0.source.state == state }.map { HTMLText.escaped($0.source.name) }
    return names.isEmpty ? "" : "<p class=\"note\">\(words) \(names.joined(separator: ", ")).</p>"
  }
}
