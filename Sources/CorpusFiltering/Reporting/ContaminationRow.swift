import SafetyEvaluation

/// A benchmark with what was looked for and what was found of it.
struct ContaminationRow {
  let source: ContaminationFacts.Source
  let found: Int
  let documents: Int
  let kept: Int

  /// The share of the items looked for that were found.
  var interval: BinomialInterval? {
    ContaminationTally.interval(found, of: source.searchable)
  }

  /// All benchmarks and files that were asked for, in the order of the request.
  static func rows(_ report: FilterReport) -> [ContaminationRow] {
    rows(report.context.contamination, report.statistics)
  }

  static func rows(
    _ facts: ContaminationFacts?,
    _ statistics: RunStatistics
  ) -> [ContaminationRow] {
    (facts?.sources ?? []).map { source in
      let benchmark = statistics.contamination?.benchmarks[source.name]
      return ContaminationRow(
        source: source,
        found: benchmark?.items.count ?? 0,
        documents: benchmark?.documents ?? 0,
        kept: benchmark?.kept ?? 0
      )
    }
  }
}
