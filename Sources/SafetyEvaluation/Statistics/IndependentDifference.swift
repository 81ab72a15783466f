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
}
