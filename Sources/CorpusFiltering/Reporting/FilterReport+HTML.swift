import ReportPages

extension FilterReport {
  /// `report.html`: one file that reads without network and without scripts.
  package func html() -> String {
    let sections =
      ReportFunnel(report: self).html
      + ReportRules(report: self).html
      + ReportCascade(report: self).html
      + ReportContamination(report: self).html
      + ReportBiasAudit(report: self).html
      + ReportRuleCards(report: self).html
      + ReportOverlap(report: self).html
      + ReportCorpus(report: self).html
      + ReportReproduce(report: self).html
    return ReportPage(
      title: "Filter report · \(context.runID)",
      links: Self.links,
      head: ReportOverview(report: self).html,
      sections: sections,
      footer: "gemma-safety \(HTMLText.escaped(context.toolVersion)) · the same figures stand in "
        + "<code>report.json</code>"
    ).html
  }

  private static let links = [
    ("funnel", "Funnel"), ("categories", "Categories"), ("rules", "Rules"),
    ("cascade", "Toxicity cascade"), ("contamination", "Contamination"), ("bias", "Bias audit"),
    ("values", "Values"),
    ("overlap", "Overlap"),
    ("lengths", "Lengths"), ("languages", "Languages"), ("personal-data", "Personal data"),
    ("duplicates", "Duplicates"), ("quarantine", "Quarantine"), ("inputs", "Inputs"),
    ("reproduce", "Reproduce"),
  ]
}
