import SafetyCore

/// The difference of two figures that share no items, with an interval from theirs.
///
/// Recovers each figure's spread from its own interval (Zou and Donner 2008); with intervals of
/// Wilson this is Newcombe's method 10.
package struct IndependentDifference: Sendable, Hashable {
  /// A figure and its interval.
  package struct Figure: Sendable, Hashable {
    package var value: Double
    package var lower: Double
    package var upper: Double

    package init(value: Double, lower: Double, upper: Double) {
      self.value = value
      self.lower = lower
      self.upper = upper
    }
  }

  package let value: Double
  package let lower: Double
  package let upper: Double

  /// How far the second figure is above the first.
  package init(from first: Figure, to second: Figure) {
    func reach(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
    value = second.value - first.value
    lower = value - reach(second.value - second.lower, first.upper - first.value)
    upper = value + reach(second.upper - second.value, first.value - first.lower)
  }

  /// How often a difference as far from zero comes by chance, from both sides.
  ///
  /// Below 0.05 where the interval leaves zero out: its reach towards zero stands for 1.96 standard errors.
  /// Nil where the interval has no width, which says that nobody knows.
  package var p: Double? {
    let reach = value > 0 ? value - lower : upper - value
    guard reach > 0 else { return nil }
    return min(1, 2 * NormalQuantile.tail(above: NormalQuantile.upper(0.025) * abs(value) / reach))
  }
}
