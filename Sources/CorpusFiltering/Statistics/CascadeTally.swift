import SafetyCore
import SafetyEvaluation

/// How many documents each stage of a cascade settled, and how many the audit says were missed.
///
/// The counts are read off the histograms of the cascade's rules, so that they survive a
/// resumption without books of their own.
package struct CascadeTally: Sendable, Hashable {
  /// An estimate with its 95% interval.
  package struct Estimate: Sendable, Hashable {
    package let value: Double
    package let lower: Double
    package let upper: Double
  }

  static let confidence = 0.95

  private let settled: [CascadeRecord.Stage: Int]
  private let audited: [CascadeRecord.Audit: Int]
  /// Documents in which the last stage flagged what was passed on to it.
  package let flagged: Int

  /// Counts what a run's cascade recorded; nil for a run without one.
  package init?(_ statistics: RunStatistics) {
    func counts<Value: RawRepresentable>(
      _ rule: RuleID,
      _ values: [Value]
    ) -> [Value: Int]? where Value.RawValue == Int {
      guard let slot = statistics.table.slot(of: rule) else { return nil }
      let bins = Array(statistics.histograms[slot])
      let scale = statistics.histograms.scales[slot]
      let pairs = values.map { ($0, bins[scale.bin(of: Double($0.rawValue))]) }
      return Dictionary(uniqueKeysWithValues: pairs)
    }
    guard let settled = counts(CascadeRecord.stageRule, CascadeRecord.Stage.allCases),
      let audited = counts(CascadeRecord.auditRule, CascadeRecord.Audit.allCases),
      let flagged = statistics.table.slot(of: CascadeRecord.flaggedRule)
    else { return nil }
    self.settled = settled
    self.audited = audited
    self.flagged = statistics.histograms[flagged].last ?? 0
  }

  package var documents: Int { settled.values.reduce(0, +) }

  /// Documents of which a stage was the last to see anything.
  package func settled(by stage: CascadeRecord.Stage) -> Int { settled[stage] ?? 0 }

  /// Documents of the audit sample that came out so.
  package func audited(_ outcome: CascadeRecord.Audit) -> Int { audited[outcome] ?? 0 }

  /// Documents that the last stage read whole.
  package var sampled: Int { documents - audited(.notSampled) }

  /// The share of documents not flagged that the last stage would have flagged; nil if unknown.
  package var missedShare: Estimate? {
    let missed = audited(.missed)
    let whole = missed + audited(.clean)
    let interval = BinomialInterval.clopperPearson(missed, of: whole, confidence: Self.confidence)
    return interval.map {
      Estimate(value: Double(missed) / Double(whole), lower: $0.lower, upper: $0.upper)
    }
  }

  /// How many documents were missed in the whole corpus.
  package var missedDocuments: Estimate? {
    let passed = Double(documents - flagged)
    return missedShare.map {
      // No fewer can be missed than the audit has seen.
      let lower = max($0.lower * passed, Double(audited(.missed)))
      return Estimate(value: $0.value * passed, lower: lower, upper: $0.upper * passed)
    }
  }

  /// The share of what the last stage would flag that the cascade flags; nil if unknown.
  package var recall: Estimate? {
    guard let missed = missedDocuments else { return nil }
    let found = Double(flagged)
    guard found + missed.upper > 0, found + missed.value > 0 else { return nil }
    return Estimate(
      value: found / (found + missed.value),
      lower: found / (found + missed.upper),
      upper: found + missed.lower > 0 ? found / (found + missed.lower) : 1
    )
  }
}
