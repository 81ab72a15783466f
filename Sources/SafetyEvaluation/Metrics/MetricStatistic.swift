/// A way from the outcomes of items to one figure.
package protocol MetricStatistic: Sendable {
  /// Computes the figure.
  ///
  /// - Parameters:
  ///   - outcomes: Items with scores, in the order of the benchmark.
  ///   - seed: Of everything drawn by chance.
  /// - Returns: Nil where no item has what the figure needs.
  func estimate(_ outcomes: [ItemOutcome], seed: UInt64) -> MetricEstimate?
}
