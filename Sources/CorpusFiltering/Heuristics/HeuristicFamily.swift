import SafetyCore
import TextViews

/// What the rules of one detector share.
struct HeuristicFamily: Sendable {
  let detector: String
  let category: Category
  /// Where the definitions come from.
  let source: String

  /// Makes a rule, of which `domain` holds the values where its quantity does not say so.
  func rule(
    _ name: String,
    _ quantity: RuleDescriptor.Quantity,
    _ summary: String,
    domain: ClosedRange<Double>? = nil,
    value: @escaping @Sendable (TextMeasures) -> Double
  ) -> HeuristicRule {
    HeuristicRule(
      RuleDescriptor(
        "\(detector)/\(name)",
        category: category,
        quantity: quantity,
        summary: summary,
        source: source,
        domain: domain
      ),
      value: value
    )
  }
}
