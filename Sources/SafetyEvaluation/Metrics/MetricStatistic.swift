/// A way from the outcomes of items to one figure.
package protocol MetricStatistic: Sendable {
  /// Computes the figure.
  ///
  /// - Parameters:
  ///   - outcomes: Items with scores, in the order of the benchmark.
  ///   - seed: Of everything drawn by chance.
  /// - Returns: Nil where no item has what the figure needs.
  func estimate(_ outcomes: [ItemOutcome], seed: UInt64) -> MetricEstimate?

  /// Compares the figure in two runs over the same items.
  ///
  /// - Parameters:
  ///   - pairs: Items with scores in both runs.
  ///   - bootstrap: Draws them again, where no test is exact.
  /// - Returns: Nil where a run has no figure of them.
  func change(_ pairs: [OutcomePair], _ bootstrap: PairedBootstrap) -> MetricChange?
}
