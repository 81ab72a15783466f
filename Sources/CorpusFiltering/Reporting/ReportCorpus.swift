import ReportPages
import SafetyCore
import SafetyPolicy

/// What the corpus is like: lengths, languages, personal data, duplicates, unreadable input.
struct ReportCorpus {
  let report: FilterReport
  private var statistics: RunStatistics { report.statistics }

  var html: String { lengths + languages + personalData + duplicates + quarantine }

  private var lengths: String {
    guard statistics.totals.documents > 0 else { return "" }
    let plot = HistogramPlot(
      scale: .counts,
      bins: statistics.keptLengths,
      stacked: statistics.removedLengths,
      label: "documents by length in characters, kept and removed"
    )
    return HTMLText.section(
      "lengths",
      "Lengths",
      "Documents by length in Unicode characters on a logarithmic axis; those taken out in colour.",
      "<div class=\"card\">\(plot.svg)</div>"
    )
  }

  private var languages: String {
    let tally = statistics.languages
    guard !tally.rows.isEmpty else { return "" }
    let limit = 25
    let ranked = tally.ranked
    var rows = ranked.prefix(limit).map { languageRow($0.language, $0.kept, $0.removed) }
    if ranked.count > limit {
      let rest = ranked.dropFirst(limit)
      let kept = rest.reduce(0) { $0 + $1.kept }
      let removed = rest.reduce(0) { $0 + $1.removed }
      rows.append(languageRow("\(rest.count) more", kept, removed))
    }
    if tally.untagged.kept + tally.untagged.removed > 0 {
      rows.append(languageRow("not recognised", tally.untagged.kept, tally.untagged.removed))
    }
    let head = """
      <th scope="col">Language</th><th scope="col" class="n">Kept</th>\
      <th scope="col" class="n">Removed</th><th scope="col" class="n">Removed share</th>\
      <th scope="col" class="plot"><span class="sr">Removed share</span></th>
      """
    return HTMLText.section(
      "languages",
      "Languages",
      "As the language detector named them.",
      HTMLText.table("funnel", head: head, body: "<tbody>\(rows.joined(separator: "\n"))</tbody>")
    )
  }

  private func languageRow(_ name: String, _ kept: Int, _ removed: Int) -> String {
    let total = kept + removed
    return """
      <tr><th scope="row">\(HTMLText.escaped(name))</th>\
      <td class="n">\(ReportFormat.count(kept))</td><td class="n">\(ReportFormat.count(removed))</td>\
      <td class="n">\(ReportFormat.percent(removed, of: total))</td>\
      <td class="plot">\(SVGPlot.bar(removed, of: total, label: "removed share"))</td></tr>
      """
  }

  private var personalData: String {
    guard !report.spanSlots.isEmpty else { return "" }
    let found = report.spanSlots.filter { statistics.ruleCounts[$0].spans > 0 }
    let personal = found.filter { report.isPersonal($0) }
    let isLookedFor = report.spanSlots.contains { report.isPersonal($0) }
    let others = found.filter { !report.isPersonal($0) }
    return HTMLText.section(
      "personal-data",
      "Personal data and secrets",
      personal.isEmpty
        ? isLookedFor ? "None was found." : "This policy does not look for them."
        : "Documents that hold some, and how many pieces; the text itself is not shown here.",
      (personal.isEmpty ? "" : spanTable(personal))
        + (others.isEmpty ? "" : "<h3>Other rules that point at places</h3>" + spanTable(others))
    )
  }

  private func spanTable(_ slots: [Int]) -> String {
    let rows = slots.map { slot in
      let rule = statistics.table.rules[slot]
      let counts = statistics.ruleCounts[slot]
      return """
        <tr><th scope="row">\(HTMLText.rule(rule.id.rawValue))</th>\
        <td>\(rule.severity.rawValue)</td>\
        <td class="wide">\(statistics.rules[slot]?.action.rawValue ?? "measured")</td>\
        <td class="n">\(ReportFormat.count(counts.documentsWithSpans))</td>\
        <td class="n">\(ReportFormat.count(counts.spans))</td></tr>
        """
    }
    let head = """
      <th scope="col">Rule</th><th scope="col">Severity</th>\
      <th scope="col" class="wide">Action</th>\
      <th scope="col" class="n">Documents</th><th scope="col" class="n">Spans</th>
      """
    return HTMLText.table(
      "",
      head: head,
      body: "<tbody>\(rows.joined(separator: "\n"))</tbody>"
    )
  }

  private var duplicates: String {
    let slots = report.slots(of: .duplicate).filter { statistics.rules[$0] != nil }
    guard !slots.isEmpty else { return "" }
    let rows = slots.map { slot in
      let counts = statistics.ruleCounts[slot]
      return """
        <tr><th scope="row">\(HTMLText.rule(statistics.table.rules[slot].id.rawValue))</th>\
        <td class="n">\(ReportFormat.count(counts.failed))</td>\
        <td class="n">\(ReportFormat.percent(counts.failed, of: statistics.totals.documents))</td>\
        <td class="n">\(ReportFormat.count(counts.failedAlone))</td></tr>
        """
    }
    let head = """
      <th scope="col">Rule</th><th scope="col" class="n">Documents</th>\
      <th scope="col" class="n">Share</th><th scope="col" class="n">Alone</th>
      """
    return HTMLText.section(
      "duplicates",
      "Duplicates",
      "Texts that came before; the first copy in input order stays.",
      HTMLText.table("", head: head, body: "<tbody>\(rows.joined(separator: "\n"))</tbody>")
        + ReportCopies(report: report).html
    )
  }

  private var quarantine: String {
    let tally = statistics.quarantine.sorted
    guard !tally.isEmpty else { return "" }
    let rows = tally.map {
      "<tr><th scope=\"row\"><code>\(HTMLText.escaped($0.code))</code></th>"
        + "<td class=\"n\">\(ReportFormat.count($0.count))</td></tr>"
    }
    return HTMLText.section(
      "quarantine",
      "Quarantine",
      "Input that could not be read as a document; each entry names its shard, line and offset.",
      HTMLText.table(
        "",
        head: "<th scope=\"col\">Problem</th><th scope=\"col\" class=\"n\">Entries</th>",
        body: "<tbody>\(rows.joined(separator: "\n"))</tbody>"
      )
    )
  }
}
