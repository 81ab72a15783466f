import ReportPages

extension EvaluationReport {
  /// One file that reads without network and without scripts; it holds no text of any item but answers that
  /// were handed in.
  package func html() throws -> String {
    let pairs = try guardComparisons()
    let sections =
      EvaluationFigures(report: self).html
      + EvaluationMeanings(report: self).html
      + GuardEffect(report: self, comparisons: pairs).html
      + SeedSpread(report: self).html
      + PublishedFigures(report: self).html
      + EvaluationSlices(report: self).html
      + EvaluationExamples(report: self).html
      + EvaluationCoverage(report: self).html
      + EvaluationProvenance(report: self).html
    return ReportPage(
      title: "Evaluation report · " + runs.map(\.name).joined(separator: ", "),
      links: [
        ("figures", "Figures"), ("meanings", "What the figures mean"),
        ("guard", "With and without the guard"),
        ("seeds", "Seeds"), ("published", "Published figures"), ("slices", "Slices"),
        ("examples", "Examples"), ("coverage", "Coverage"),
        ("provenance", "Provenance"),
      ],
      head: EvaluationOverview(report: self, comparisons: pairs).html,
      sections: sections,
      footer: "gemma-safety \(HTMLText.escaped(toolVersion)) · "
        + (answers.isEmpty
          ? "texts of items are in no part of this page"
          : "answers that may be harmful are in this page")
    ).html
  }

  /// The guard's effect, benchmark by benchmark; limits and incomplete runs are named elsewhere.
  private func guardComparisons() throws -> [EvaluationComparison] {
    try guardPairs.map { bare, guarded in
      try EvaluationComparison(
        [bare],
        [guarded],
        recipes: recipes,
        allowing: [.incomplete, .items],
        bootstrap: bootstrap
      )
    }
  }

  /// The classes of a run's marks in drawings: four colours, then the same as rings.
  static func style(ofRun index: Int) -> String {
    ["in", "dark", "edit", "out"][index % 4] + (index % 8 < 4 ? "" : " ring")
  }

  /// What tells a run from others on the page.
  private static func facts(of run: Run) -> String {
    guard let subject = run.records.first?.subject else { return "" }
    var facts = [subject.model]
    if let precision = subject.precision, precision != "stored" { facts.append(precision) }
    facts.append("seed \(subject.seed)")
    if run.records.contains(where: { $0.subject.policySHA256 != nil }) { facts.append("guarded") }
    return " · " + facts.joined(separator: " · ")
  }

  /// Which colour is which run, where there is more than one.
  var legend: String {
    guard runs.count > 1 else { return "" }
    let items = runs.enumerated().map { index, run in
      """
      <li><svg width="11" height="11" aria-hidden="true"><circle cx="5.5" cy="5.5" r="4" \
      class="\(Self.style(ofRun: index))"/></svg> \(HTMLText.escaped(run.name + Self.facts(of: run)))</li>
      """
    }
    return "<ul class=\"legend\">\(items.joined())</ul>\n"
  }
}
