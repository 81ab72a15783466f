import SafetyCore
import TextViews

/// One quality rule: what it measures and the formula that turns counts into its value.
package struct HeuristicRule: Sendable {
  package let descriptor: RuleDescriptor
  /// Total for every text, also the empty one; never NaN.
  package let value: @Sendable (TextMeasures) -> Double

  init(_ descriptor: RuleDescriptor, value: @escaping @Sendable (TextMeasures) -> Double) {
    self.descriptor = descriptor
    self.value = value
  }

  /// `part / whole`, and `empty` where there is no whole to divide by.
  static func share(_ part: Int, of whole: Int, empty: Double = 0) -> Double {
    whole > 0 ? Double(part) / Double(whole) : empty
  }
}
