import ReportPages

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bias audit as forest plots: removal among mentions of a group against all the rest.
struct ReportBiasAudit {
  let report: FilterReport
  private var statistics: RunStatistics { report.statistics }
  private var findings: [BiasFinding] { statistics.biasFindings }

  var html: String {
    let findings = findings
    guard !findings.isEmpty else { return "" }
    let threshold = ReportFormat.decimal(statistics.biasWarningRatio, 2)
    return HTMLText.section(
      "bias",
      "Bias audit",
      "Filters are known to remove more of what is written by or about minorities. Each line "
        + "compares documents that mention a group with those that do not: a ratio of 1 means "
        + "both are removed equally often. The bar is the 95% interval (Katz, with half an event "
        + "added, from 0 where a group lost nothing); the dashed line is the policy’s limit of "
        + "\(threshold), which counts from "
        + "\(ReportFormat.count(statistics.biasMinimumDocuments)) documents on.",
      "<h3>Removed for toxicity, hate, threats, insults or sexual content</h3>"
        + table(findings, isToxic: true) + "<h3>Removed for any reason</h3>"
        + table(findings, isToxic: false) + unmentioned
    )
  }

  /// Groups no document mentions, in one sentence.
  private var unmentioned: String {
    let names = findings.filter { $0.counts.mentions == 0 }.map { HTMLText.escaped(name(of: $0)) }
    guard !names.isEmpty else { return "" }
    return "<p class=\"note\">No document mentions: \(names.joined(separator: ", ")).</p>"
  }

  /// The group as a heading, such as `Women` or `Native American`.
  private func name(of finding: BiasFinding) -> String {
    let words = (finding.rule.rawValue.split(separator: "/").last ?? "").split(separator: "-")
    let heading = words.enumerated().map { index, word in
      let isCapital = index == 0 || Self.peoples.contains(word)
      return isCapital ? word.prefix(1).uppercased() + word.dropFirst() : String(word)
    }
    return heading.joined(separator: " ")
  }

  /// Words that are written with a capital behind another one too.
  private static let peoples: Set<Substring> = ["american", "eastern"]

  private func removed(_ finding: BiasFinding, isToxic: Bool) -> (mentions: Int, others: Int) {
    let counts = finding.counts
    return isToxic
      ? (counts.mentionsRemovedAsToxic, counts.othersRemovedAsToxic)
      : (counts.mentionsRemoved, counts.othersRemoved)
  }

  private func ratio(_ finding: BiasFinding, isToxic: Bool) -> RateRatio? {
    isToxic ? finding.toxicRemoval : finding.removal
  }

  private func table(_ all: [BiasFinding], isToxic: Bool) -> String {
    let findings = all.filter { $0.counts.mentions > 0 }
    let ratios = findings.compactMap { ratio($0, isToxic: isToxic) }
    guard !ratios.isEmpty else {
      let reason = isToxic ? " for these reasons" : ""
      return "<p class=\"note\">No document was removed\(reason), so that there is nothing to "
        + "compare.</p>"
    }
    let span = Self.octaves(ratios, limit: statistics.biasWarningRatio)
    let rows = findings.map { row($0, isToxic: isToxic, span: span) }
    let head = """
      <th scope="col">Group</th><th scope="col" class="n">Mentions</th>\
      <th scope="col" class="n">Removed</th><th scope="col" class="n wide">Rest</th>\
      <th scope="col" class="n">Ratio</th><th scope="col" class="forest">\(axis(span))</th>
      """
    return HTMLText.table(
      "bias",
      head: head,
      body: "<tbody>\(rows.joined(separator: "\n"))</tbody>"
    )
  }

  private func row(_ finding: BiasFinding, isToxic: Bool, span: Int) -> String {
    let counts = finding.counts
    let removed = removed(finding, isToxic: isToxic)
    let ratio = ratio(finding, isToxic: isToxic)
    let isHot = finding.isWarning && (ratio?.ratio ?? 0) > statistics.biasWarningRatio
    let figure = ratio.map { ratio in
      """
      <b\(isHot ? " class=\"hot\"" : "")>\(ReportFormat.decimal(ratio.ratio, 2))</b>\
      <span class="note">\(ReportFormat.decimal(ratio.lower, 2)) – \
      \(ReportFormat.decimal(ratio.upper, 2))</span>
      """
    }
    return """
      <tr><th scope="row">\(HTMLText.escaped(name(of: finding)))</th>\
      <td class="n">\(ReportFormat.count(counts.mentions))</td>\
      <td class="n">\(ReportFormat.percent(removed.mentions, of: counts.mentions))\
      <span class="note">\(ReportFormat.count(removed.mentions))</span></td>\
      <td class="n wide">\(ReportFormat.percent(removed.others, of: counts.others))</td>\
      <td class="n">\(figure ?? "–")</td>\
      <td class="forest">\(ratio.map { plot($0, isHot: isHot, span: span) } ?? "")</td></tr>
      """
  }

  private func plot(_ ratio: RateRatio, isHot: Bool, span: Int) -> String {
    let from = Self.position(ratio.lower, span)
    let to = Self.position(ratio.upper, span)
    let style = isHot ? "out" : "in"
    let limit = Self.position(statistics.biasWarningRatio, span)
    let content =
      SVGPlot.line(x: 0.5, from: 0, to: 34, "base")
      + SVGPlot.line(x: limit, from: 0, to: 34, "limit")
      + SVGPlot.rect(x: from, width: to - from, y: 15.5, height: 3, style) + """
        <circle cx="\(SVGPlot.percent(Self.position(ratio.ratio, span)))" cy="17" r="5" \
        class="\(style)"/>
        """
    let label =
      "ratio \(ReportFormat.decimal(ratio.ratio, 2)), "
      + "from \(ReportFormat.decimal(ratio.lower, 2)) to \(ReportFormat.decimal(ratio.upper, 2))"
    return SVGPlot.frame(height: 34, label: label, content)
  }

  private func axis(_ span: Int) -> String {
    let marks = [-span, 0, span].map { octave in
      SVGPlot.text(
        octave < 0 ? "1/\(1 << -octave)" : "\(1 << octave)",
        x: Double(octave + span) / Double(2 * span),
        y: 12
      )
    }
    return SVGPlot.frame(height: 16, label: "rate ratio, logarithmic", marks.joined())
  }

  /// Doublings shown on either side of 1: as many as the points need, the intervals up to five.
  private static func octaves(_ ratios: [RateRatio], limit: Double) -> Int {
    let ends = ratios.flatMap { [$0.lower, $0.upper] }.filter { $0 > 0 } + [limit]
    let widest = ends.map { abs(log2(max($0, 1e-9))) }.max() ?? 1
    return min(5, max(1, Int(widest.rounded(.up))))
  }

  private static func position(_ ratio: Double, _ span: Int) -> Double {
    let octaves = log2(max(ratio, 1e-9))
    return min(1, max(0, (octaves + Double(span)) / Double(2 * span)))
  }
}
