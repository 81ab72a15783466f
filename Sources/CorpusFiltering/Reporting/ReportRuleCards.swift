import ReportPages
import SafetyCore
import SafetyPolicy

/// One card a rule: its histogram, the documents nearest to its thresholds, and examples.
struct ReportRuleCards {
  let report: FilterReport
  private var statistics: RunStatistics { report.statistics }

  var html: String {
    var body = ""
    for (index, detector) in statistics.table.detectors.enumerated() {
      let first = statistics.table.firstSlots[index]
      let cards = (first..<first + detector.rules.count).filter { isShown($0) }.map { card($0) }
      guard !cards.isEmpty else { continue }
      body += "<h3>\(HTMLText.escaped(detector.name))</h3>\n<div class=\"cards\">\n"
      body += cards.joined(separator: "\n") + "</div>\n"
    }
    guard !body.isEmpty else { return "" }
    return HTMLText.section(
      "values",
      "Measured values",
      "Documents by value, thresholds drawn in, what lies beyond them in colour. The height is "
        + "the square root of the count, so that thin tails can be seen. Rules that measured "
        + "nothing but zeros have no card; scores that decide nothing have one without a "
        + "threshold.",
      body
    )
  }

  private func isShown(_ slot: Int) -> Bool {
    !statistics.examples[slot].isEmpty || hasPlot(slot)
  }

  /// Rules with bounds have one, and scores without, so that bounds can be chosen for them.
  private func hasPlot(_ slot: Int) -> Bool {
    guard statistics.histograms.scales[slot] != .flags,
      statistics.histograms[slot].dropFirst().contains(where: { $0 > 0 })
    else { return false }
    guard let policy = statistics.rules[slot] else {
      return statistics.table.rules[slot].quantity == .score
    }
    let isEditing = policy.action > .annotate && policy.action < .remove
    return !isEditing && (policy.minimum != nil || policy.maximum != nil)
  }

  private func card(_ slot: Int) -> String {
    let rule = statistics.table.rules[slot]
    let counts = statistics.ruleCounts[slot]
    let policy = statistics.rules[slot]
    let name = rule.id.rawValue.split(separator: "/").dropFirst().joined(separator: "/")
    let total = statistics.totals.documents
    var body = "<article class=\"card\"><h4>\(HTMLText.escaped(name))</h4>"
    body += "<p class=\"note\">\(HTMLText.escaped(rule.summary)) · "
    body +=
      policy == nil
      ? "<span class=\"whole\">measured only</span></p>"
      : "<span class=\"whole\">fails on \(ReportFormat.count(counts.failed)) "
        + "(\(ReportFormat.percent(counts.failed, of: total)))</span></p>"
    if hasPlot(slot) {
      body +=
        HistogramPlot(
          scale: statistics.histograms.scales[slot],
          bins: Array(statistics.histograms[slot]),
          minimum: policy?.minimum,
          maximum: policy?.maximum,
          label: "documents by \(rule.summary)"
        ).svg
    }
    return body + nearMisses(slot) + examples(slot) + "</article>"
  }

  private func nearMisses(_ slot: Int) -> String {
    let misses = statistics.nearMisses
    let tables = misses.bounds.indices.filter { misses.bounds[$0].slot == slot }.map { index in
      let bound = misses.bounds[index]
      let title =
        "\(bound.isMinimum ? "minimum" : "maximum") \(ReportFormat.value(bound.threshold))"
      return """
        <tr class="group"><th colspan="2" scope="colgroup">Just inside the \(title)</th></tr>\
        \(rows(misses.passed(index)))\
        <tr class="group"><th colspan="2" scope="colgroup">Just outside</th></tr>\(rows(misses.failed(index)))
        """
    }
    guard !tables.isEmpty else { return "" }
    return """
      <details><summary>Nearest documents</summary><table class="near">\
      <tbody>\(tables.joined())</tbody></table></details>
      """
  }

  private func rows(_ references: [DocumentReference]) -> String {
    guard !references.isEmpty else { return "<tr><td colspan=\"2\" class=\"note\">none</td></tr>" }
    return references.map {
      "<tr><td class=\"n\">\(ReportFormat.value($0.value))</td>"
        + "<td class=\"id\">\(HTMLText.escaped($0.id))</td></tr>"
    }.joined()
  }

  private func examples(_ slot: Int) -> String {
    let references = statistics.examples[slot]
    guard !references.isEmpty else { return "" }
    let rule = statistics.table.rules[slot].id
    let items = references.map { reference in
      let shard =
        statistics.shards.indices.contains(reference.shard)
        ? statistics.shards[reference.shard] : ""
      let place = "\(shard), line \(ReportFormat.count(reference.line))"
      return "<li><span class=\"id\">\(HTMLText.escaped(reference.id))</span>"
        + "<span class=\"note\">\(HTMLText.escaped(place))</span>\(excerpt(reference.id, rule))</li>"
    }
    return """
      <details><summary>Removed, for example</summary><ul class="examples">\
      \(items.joined())</ul></details>
      """
  }

  /// Blurred until a person clicks; a checkbox does it, so that the page needs no script.
  private func excerpt(_ id: String, _ rule: RuleID) -> String {
    let match = report.context.examples.first {
      $0.rule == rule && DocumentReference.shortened($0.documentID) == id
    }
    guard let match else { return "" }
    return """
      <label class="excerpt"><input type="checkbox"><span class="hint">Show the text</span>\
      <span class="text">\(HTMLText.escapedLines(match.excerpt))</span></label>
      """
  }
}
