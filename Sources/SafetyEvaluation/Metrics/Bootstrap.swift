/// Intervals by drawing items again with replacement.
///
/// An item, or a cluster of items that belong together, comes as a row of addends; a statistic is a
/// function of their sums, so that a draw costs additions only.
package struct Bootstrap: Sendable {
  /// How often the set is drawn.
  static let draws = 1_000
  private let seed: UInt64

  init(seed: UInt64) { self.seed = seed }

  /// The middle 95 % of a statistic over the draws, of few rows more of them.
  ///
  /// - Parameters:
  ///   - rows: All of one length.
  ///   - statistic: Of the sums of the rows; nil where they allow none.
  /// - Returns: Nil for fewer than two rows, where over half of the draws give no value, and where all give
  ///   the same: rows that are alike do not tell how far others could be from them.
  func range(
    of rows: [[Double]],
    _ statistic: ([Double]) -> Double?
  ) -> MetricEstimate.Range? {
    guard rows.count > 1, let width = rows.first?.count else { return nil }
    let flat = rows.flatMap { $0 }
    var random = SplitMix64(seed: seed)
    var values: [Double] = []
    for _ in 0..<Self.draws {
      var sums = [Double](repeating: 0, count: width)
      for _ in 0..<rows.count {
        let start = random.index(below: rows.count) * width
        for column in 0..<width { sums[column] += flat[start + column] }
      }
      if let value = statistic(sums), value.isFinite { values.append(value) }
    }
    guard values.count * 2 > Self.draws else { return nil }
    values.sort()
    guard values[0] < values[values.count - 1] else { return nil }
    let tail = ExpandedPercentile.tail(0.025, units: rows.count)
    return MetricEstimate.Range(
      low: Self.quantile(tail, of: values),
      high: Self.quantile(1 - tail, of: values),
      method: "bootstrap"
    )
  }

  /// Between the two nearest of sorted values.
  package static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let low = Int(place)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
  }
}
