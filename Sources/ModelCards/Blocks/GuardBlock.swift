import AuditLog
import SafetyCore

/// The same figures with a guard policy in front of the model and without.
enum GuardBlock {
  static func make(_ source: CardSource) -> CardBlock {
    let whole = source.metrics.filter { $0.body.slice.isEmpty }
    let guarded = whole.filter { $0.body.subject.policySHA256 != nil }
    let rows = guarded.map { on -> [CardCell] in
      let off = whole.last { bare in
        let (a, b) = (bare.body, on.body)
        return a.subject.policySHA256 == nil && a.benchmark == b.benchmark && a.metric == b.metric
          && a.subject.model == b.subject.model && a.subject.modelSHA256 == b.subject.modelSHA256
          && a.subject.dataSHA256 == b.subject.dataSHA256
          && a.subject.protocolSHA256 == b.subject.protocolSHA256
      }
      let policy = on.body.subject.policySHA256?.hex.prefix(12) ?? ""
      return [
        CardCell(plain: BenchmarkCatalogue.entry(on.body.benchmark).title),
        CardCell(plain: MetricTables.label([on])), CardCell(plain: on.body.subject.model),
        CardCell("\(code: policy)", on.seq), MetricTables.cell(off), MetricTables.cell(on),
        difference(off, on),
      ]
    }
    guard !rows.isEmpty else {
      return CardBlock(
        "guard",
        [
          .text(
            source.onlyClassifies
              ? "*A guard stands before a model that writes; a classifier is a part of one.*"
              : "*No figure was measured behind a guard policy.*"
          )
        ],
        hasEvidence: false
      )
    }
    let columns: [MarkdownText] = [
      "Benchmark", "Metric", "Model", "Policy", "Without guard", "With guard", "Difference",
    ]
    return CardBlock("guard", [.table(CardTable(columns, figures: [4, 5, 6], rows: rows))])
  }

  /// How far a figure is from another one, as it is printed.
  static func difference(
    _ off: Evidence<MetricEvent>?,
    _ on: Evidence<MetricEvent>
  ) -> CardCell {
    guard let off, let old = DecimalText.double(off.body.value),
      let new = DecimalText.double(on.body.value)
    else { return "–" }
    let text = MetricText.text(decimal(new - old), on.body)
    return CardCell(plain: text.hasPrefix("-") ? text : "+" + text, off.seq, on.seq)
  }
}
