import ReportPages
import SafetyCore

extension FilterReportDocument {
  /// The member `cascade`: null for a run without one.
  var cascade: ReportValue {
    guard let tally = CascadeTally(report.statistics) else { return .null }
    let stages = CascadeRecord.Stage.allCases.map { stage in
      ReportValue.object([
        "stage": .string("\(stage)"), "settled": .integer(tally.settled(by: stage)),
      ])
    }
    return .object([
      "stages": .array(stages),
      "flagged": .integer(tally.flagged),
      "audit": .object([
        "sampled": .integer(tally.sampled),
        "clean": .integer(tally.audited(.clean)),
        "missed": .integer(tally.audited(.missed)),
        "flagged": .integer(tally.audited(.flagged)),
        "confidence": .number(CascadeTally.confidence),
        "missed_share": Self.estimate(tally.missedShare),
        "missed_documents": Self.estimate(tally.missedDocuments),
        "recall": Self.estimate(tally.recall),
      ]),
    ])
  }

  private static func estimate(_ estimate: CascadeTally.Estimate?) -> ReportValue {
    guard let estimate else { return .null }
    return .object([
      "estimate": .rounded(estimate.value),
      "lower": .rounded(estimate.lower),
      "upper": .rounded(estimate.upper),
    ])
  }
}
