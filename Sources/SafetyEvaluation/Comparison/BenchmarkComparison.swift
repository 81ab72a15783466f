import SafetyCore

/// One benchmark in two runs.
package struct BenchmarkComparison: Sendable, Hashable {
  /// An item that came out otherwise.
  package struct Change: Sendable, Hashable {
    package var item: String
    package var before: String
    package var after: String
  }

  package var benchmark: String
  package var before: EvaluationSubject
  package var after: EvaluationSubject
  /// Items that both runs have.
  package var pairs: Int
  package var onlyBefore: Int
  package var onlyAfter: Int
  package var rows: [ComparisonRow]
  /// Figures of one run that the other has not, by metric and slice.
  package var figuresOnlyBefore: [String]
  package var figuresOnlyAfter: [String]
  /// In the order of the first run.
  package var changes: [Change]

  /// Whether one run had a guard policy in front of the model and the other another, or none.
  package var differsInPolicy: Bool { before.policySHA256 != after.policySHA256 }
}
