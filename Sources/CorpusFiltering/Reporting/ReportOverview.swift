import ReportPages
import SafetyCore
import SafetyPolicy

/// The head of the page: which run, what became of the documents, what to look at first.
struct ReportOverview {
  let report: FilterReport
  private var totals: OutcomeTotals { report.statistics.totals }
  private var context: ReportContext { report.context }

  var html: String { header + outcomeBar + tiles + warnings }

  private var header: String {
    let taken = totals.removed + totals.withheld
    let sentence =
      totals.documents == 0
      ? "No document was read."
      : "\(ReportFormat.count(totals.kept)) of "
        + "\(ReportFormat.counted(totals.documents, "document")) kept, "
        + "\(taken == 0 ? "none" : ReportFormat.percent(taken, of: totals.documents)) taken out."
    let when = context.generatedAt.map { " · <span class=\"whole\">\(HTMLText.escaped($0))</span>" }
    return """
      <header>
      <p class="over">Corpus filter report</p>
      <h1>\(HTMLText.escaped(sentence))</h1>
      <p class="meta">Run <code>\(HTMLText.escaped(context.runID))</code> · policy \
      <code>\(HTMLText.escaped(context.policyName))</code> · \
      gemma-safety \(HTMLText.escaped(context.toolVersion))\(when ?? "")</p>
      </header>

      """
  }

  private var outcomeBar: String {
    guard totals.documents > 0 else { return "" }
    let parts = [
      ("kept as it was", totals.kept - totals.redacted, "in"),
      ("kept with spans replaced", totals.redacted, "edit"),
      ("removed", totals.removed, "out"),
      ("withheld", totals.withheld, "dark"),
    ].filter { $0.1 > 0 }
    var x = 0.0
    var content = ""
    for (_, count, style) in parts {
      let width = Double(count) / Double(totals.documents)
      content += SVGPlot.rect(x: x, width: width, y: 0, height: 22, style)
      x += width
    }
    let legend = parts.map { name, count, style in
      """
      <li><svg width="11" height="11" aria-hidden="true"><rect width="11" height="11" rx="2" \
      class="\(style)"/></svg> \(name) <b>\(ReportFormat.percent(count, of: totals.documents))</b>\
      </li>
      """
    }
    let label = "documents by outcome"
    return """
      <div class="outcome">\(SVGPlot.frame(height: 22, label: label, content))
      <ul class="legend">\(legend.joined())</ul></div>

      """
  }

  private var tiles: String {
    var tiles = [
      ("documents", ReportFormat.count(totals.documents), ReportFormat.bytes(totals.bytes)),
      ("kept", ReportFormat.count(totals.kept), ReportFormat.bytes(totals.keptBytes)),
      ("removed", ReportFormat.count(totals.removed), share(totals.removed)),
      ("redacted", ReportFormat.count(totals.redacted), share(totals.redacted)),
      ("annotated only", ReportFormat.count(totals.annotated), share(totals.annotated)),
      ("quarantined", ReportFormat.count(totals.quarantined), "lines or files"),
    ]
    if totals.withheld > 0 {
      tiles.insert(("withheld", ReportFormat.count(totals.withheld), "text written nowhere"), at: 3)
    }
    if let elapsed = context.elapsedSeconds {
      let rate = context.bytesPerSecond.map {
        ReportFormat.bytes(Int(min(max(0, $0), 1e15))) + "/s"
      }
      tiles.append(("time", ReportFormat.seconds(elapsed), rate ?? ""))
    }
    let items = tiles.map { name, figure, note in
      "<div><dt>\(name)</dt><dd>\(figure)</dd><dd class=\"note\">\(note)</dd></div>"
    }
    return "<dl class=\"tiles\">\n\(items.joined(separator: "\n"))\n</dl>\n"
  }

  private func share(_ part: Int) -> String {
    totals.documents > 0 ? ReportFormat.percent(part, of: totals.documents) : ""
  }

  private var warnings: String {
    let warnings = report.statistics.warnings
    guard !warnings.isEmpty else {
      return "<section class=\"warnings calm\" id=\"warnings\"><h2>Warnings</h2>"
        + "<p>Nothing unusual was found.</p></section>\n"
    }
    let items = warnings.map { warning in
      "<li>\(HTMLText.escaped(sentence(warning)))\(ruleList(warning.rules))</li>"
    }
    return """
      <section class="warnings" id="warnings"><h2>Look at these first</h2>
      <ul>
      \(items.joined(separator: "\n"))
      </ul></section>

      """
  }

  private func sentence(_ warning: StatisticsWarning) -> String {
    warning.message.prefix(1).uppercased() + warning.message.dropFirst() + "."
  }

  private func ruleList(_ rules: [RuleID]) -> String {
    guard !rules.isEmpty else { return "" }
    let names = rules.map { "<code>\(HTMLText.escaped($0.rawValue))</code>" }
    guard names.count > 4 else { return "<br>" + names.joined(separator: " ") }
    return "<details><summary>Which</summary>\(names.joined(separator: " "))</details>"
  }
}
