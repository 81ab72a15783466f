import ReportPages
import SafetyCore

/// Which stage of the cascade settled how many documents, and what the audit sample found.
struct ReportCascade {
  let report: FilterReport

  static func name(of stage: CascadeRecord.Stage) -> String {
    switch stage {
    case .linear: "lexicon and linear classifier"
    case .tiny: "tiny transformer"
    case .small: "small transformer"
    }
  }

  var html: String {
    guard let tally = CascadeTally(report.statistics), tally.documents > 0 else { return "" }
    return HTMLText.section(
      "cascade",
      "Toxicity cascade",
      "Each stage clears a document or passes parts of it on; only the last one flags.",
      stages(tally) + audit(tally)
    )
  }

  private func stages(_ tally: CascadeTally) -> String {
    let rows = CascadeRecord.Stage.allCases.map { stage in
      let count = tally.settled(by: stage)
      return """
        <tr><th scope="row">\(Self.name(of: stage))</th>\
        <td class="n">\(ReportFormat.count(count))</td>\
        <td class="n">\(ReportFormat.percent(count, of: tally.documents))</td>\
        <td class="plot">\(SVGPlot.bar(count, of: tally.documents, label: "share settled"))</td></tr>
        """
    }
    let head = """
      <th scope="col">Stage</th><th scope="col" class="n">Settled</th>\
      <th scope="col" class="n">Share</th>\
      <th scope="col" class="plot"><span class="sr">Share</span></th>
      """
    let flagged = ReportFormat.count(tally.flagged)
    return HTMLText.table(
      "funnel",
      head: head,
      body: "<tbody>\(rows.joined(separator: "\n"))</tbody>"
    )
      + "<p>The last stage flagged \(flagged) documents "
      + "(\(ReportFormat.percent(tally.flagged, of: tally.documents))).</p>"
  }

  private func audit(_ tally: CascadeTally) -> String {
    guard tally.sampled > 0 else {
      return "<p class=\"note\">No document was audited: nobody knows what the first stages "
        + "miss. Set <code>audit_sample</code>.</p>"
    }
    let sampled = "The last stage read \(ReportFormat.count(tally.sampled)) documents whole "
    guard let missed = tally.missedDocuments, let share = tally.missedShare else {
      return "<p>\(sampled)and all of them were flagged already.</p>"
    }
    var text =
      "\(sampled)and flagged \(ReportFormat.count(tally.audited(.missed))) that the cascade had "
      + "cleared. Of all documents it therefore misses about <b>\(Self.whole(missed.value))</b> "
      + "(95% interval \(Self.whole(missed.lower)) to \(Self.whole(missed.upper))), "
      + "\(Self.percent(share.value)) of those it passes "
      + "(\(Self.percent(share.lower)) to \(Self.percent(share.upper)))."
    if let recall = tally.recall {
      text +=
        " It finds \(Self.percent(recall.value)) of what the last stage would flag "
        + "(\(Self.percent(recall.lower)) to \(Self.percent(recall.upper)))."
    }
    return "<p>\(text)</p>"
  }

  private static func whole(_ value: Double) -> String {
    ReportFormat.count(Int(min(value, 1e15).rounded()))
  }

  private static func percent(_ share: Double) -> String {
    ReportFormat.value((share * 1e4).rounded() / 100) + "%"
  }
}
