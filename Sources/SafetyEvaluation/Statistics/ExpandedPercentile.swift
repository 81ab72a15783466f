import SafetyCore

/// Which percentiles of a bootstrap make an interval that holds for few units too.
///
/// Drawing n units again spreads a mean by √((n-1)/n) of what it should and as a normal distribution does,
/// not as Student's t: the plain percentiles are too narrow, of five units by almost a half. The share cut off
/// at each end is lessened by both (Hesterberg 2015, "What Teachers Should Know About the Bootstrap", § 4.4).
package enum ExpandedPercentile {
  /// The share of draws below the lower end of an interval, and above the upper.
  ///
  /// - Parameters:
  ///   - tail: The share that a large sample would have there.
  ///   - units: That are drawn, items or clusters.
  /// - Returns: A smaller share than `tail`; the same for one unit, which has no interval.
  package static func tail(_ tail: Double, units: Int) -> Double {
    guard units > 1, let student = StudentQuantile.upper(tail, degrees: units - 1) else {
      return tail
    }
    let count = Double(units)
    return NormalQuantile.tail(above: (count / (count - 1)).squareRoot() * student)
  }
}
