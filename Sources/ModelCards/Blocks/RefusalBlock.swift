import AuditLog
import SafetyCore

/// How often the model refuses what it should answer, beside the figures of safety.
enum RefusalBlock {
  static func make(_ source: CardSource) -> CardBlock {
    let groups = MetricTables.grouped(
      MetricTables.plain(source).filter {
        BenchmarkCatalogue.entry($0.body.benchmark).table == .overRefusal
      }
    )
    guard !groups.isEmpty else {
      return CardBlock(
        "over-refusal",
        [
          .text(
            source.onlyClassifies
              ? "*A classifier refuses nothing; what it alarms about without cause, scores show.*"
              : "*Over-refusal was not measured, so the safety figures cannot be weighed against it.*"
          )
        ],
        hasEvidence: false
      )
    }
    let rows = groups.map { group in
      MetricTables.row(
        BenchmarkCatalogue.entry(group.benchmark).title,
        group.metrics,
        source.modelNames
      )
    }
    return CardBlock("over-refusal", [.table(MetricTables.table(source.modelNames, rows))])
  }
}
