import ReportPages
import SafetyCore
import SafetyPolicy

/// The table of rules: what each allows, how often it failed and how often alone.
struct ReportRules {
  let report: FilterReport
  private var statistics: RunStatistics { report.statistics }

  var html: String {
    let total = statistics.totals.documents
    var body = ""
    for (index, detector) in statistics.table.detectors.enumerated() {
      let first = statistics.table.firstSlots[index]
      let slots = (first..<first + detector.rules.count).filter { statistics.rules[$0] != nil }
      guard !slots.isEmpty else { continue }
      body += "<tbody><tr class=\"group\"><th colspan=\"7\" scope=\"rowgroup\">"
      body += "\(HTMLText.escaped(detector.name))</th></tr>\n"
      body += slots.map { row($0, total) }.joined(separator: "\n") + "</tbody>\n"
    }
    let head = """
      <th scope="col">Rule</th><th scope="col">Allowed</th>\
      <th scope="col" class="wide">Action</th><th scope="col" class="n wide">In</th>\
      <th scope="col" class="n">Failed</th>\
      <th scope="col" class="n">Share</th><th scope="col" class="n wide">Alone</th>
      """
    let measured = statistics.rules.filter { $0 == nil }.count
    let note =
      measured == 0
      ? ""
      : "<p class=\"note\">\(ReportFormat.counted(measured, "more rule is", "more rules are")) "
        + "measured only; figures are in <code>report.json</code>.</p>"
    return HTMLText.section(
      "rules",
      "Rules",
      "“In” counts the documents a rule looked at, “Alone” those no other rule would have "
        + "removed: what loosening this rule would bring back. A rule that edits fails alone where no "
        + "other rule failed.",
      HTMLText.table("rules", head: head, body: body) + note
    )
  }

  private func row(_ slot: Int, _ total: Int) -> String {
    let rule = statistics.table.rules[slot]
    let counts = statistics.ruleCounts[slot]
    let policy = statistics.rules[slot]
    let name = rule.id.rawValue.split(separator: "/").dropFirst().joined(separator: "/")
    let unknown =
      counts.unknown == 0
      ? "" : " <b class=\"hot\">\(ReportFormat.count(counts.unknown)) unmeasured</b>"
    return """
      <tr\(counts.failed == 0 ? " class=\"quiet\"" : "")><th scope="row">\(HTMLText.escaped(name))\
      <span class="note">\(HTMLText.escaped(rule.summary))\(unknown)</span></th>\
      <td class="allowed">\(policy.map { Self.allowed($0, rule) } ?? "")</td>\
      <td class="wide">\(policy?.action.rawValue ?? "")</td>\
      <td class="n wide">\(ReportFormat.count(counts.measured + counts.unknown))</td>\
      <td class="n">\(ReportFormat.count(counts.failed))</td>\
      <td class="n">\(ReportFormat.percent(counts.failed, of: total))</td>\
      <td class="n wide">\(ReportFormat.count(counts.failedAlone))</td></tr>
      """
  }

  /// `50 – 100,000`, `≤ 0.3`, `≥ 2` or `none`.
  static func allowed(_ policy: RulePolicy, _ rule: RuleDescriptor) -> String {
    switch (policy.minimum, policy.maximum) {
    case (let low?, let high?): "\(ReportFormat.value(low)) – \(ReportFormat.value(high))"
    case (let low?, nil): "≥ \(ReportFormat.value(low))"
    case (nil, let high?) where high == 0 && rule.quantity != .score: "none"
    case (nil, let high?): "≤ \(ReportFormat.value(high))"
    case (nil, nil): "any"
    }
  }
}
