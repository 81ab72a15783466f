/// A figure with the range that it lies in.
package struct MetricEstimate: Sendable, Hashable {
  package var value: Double
  /// Nil where too few items allow none.
  package var range: Range?
  /// Items that the figure rests on.
  package var count: Int

  /// Where the true value lies in 95 of 100 such ranges.
  package struct Range: Sendable, Hashable {
    package var low: Double
    package var high: Double
    /// As `MetricEvent.Interval` names it.
    package var method: String

    init(low: Double, high: Double, method: String) {
      self.low = low
      self.high = high
      self.method = method
    }
  }

  init(value: Double, range: Range?, count: Int) {
    self.value = value
    self.range = range
    self.count = count
  }
}
