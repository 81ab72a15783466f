import SafetyCore

/// One figure of two runs side by side, with the difference and what chance has to do with it.
package struct ComparisonRow: Sendable, Hashable {
  /// How the difference was tested.
  package enum Test: String, Sendable, Hashable {
    /// Yes or no on the same items: McNemar's exact test.
    case mcNemar = "mcnemar-exact"
    /// Numbers on the same items: the paired bootstrap.
    case pairedBootstrap = "paired-bootstrap"
    /// Other items, or none on record: the intervals of both figures.
    case intervals
  }

  /// What the difference means.
  package enum Verdict: String, Sendable, Hashable {
    case better
    case worse
    /// Beyond chance, in a figure that has no better and worse, or as far from its target as before.
    case changed
    /// Within what chance brings.
    case same
  }

  package var metric: String
  /// By dimension; empty for the whole set.
  package var slice: [String: String]
  package var before: Double
  package var after: Double
  /// Of the difference, 95%; nil for a single pair, which says nothing of others.
  package var lower: Double?
  package var upper: Double?
  /// Pairs of items, or the fewer items of the two.
  package var count: Int
  /// Items whose value fell, and rose.
  package var lost: Int
  package var gained: Int
  package var test: Test
  /// Nil where intervals alone are compared.
  package var p: Double?
  /// Raised by Holm's method over all rows of the comparison.
  package var adjusted: Double?
  package var direction: MetricEvent.Direction
  /// The best value of a figure whose direction is `target`.
  package var target: Double?

  package var delta: Double { after - before }

  /// Whether the difference is more than chance brings, at 5%, all rows considered together.
  package var isBeyondChance: Bool {
    if let chance = adjusted ?? p { return chance < 0.05 }
    guard let lower, let upper else { return false }
    return lower > 0 || upper < 0
  }

  package var verdict: Verdict {
    guard isBeyondChance, delta != 0 else { return .same }
    switch direction {
    case .higher: return delta > 0 ? .better : .worse
    case .lower: return delta < 0 ? .better : .worse
    case .target:
      guard let target else { return .changed }
      let further = abs(after - target) - abs(before - target)
      // From one side to the other, as far: 0.4 and 0.6 around 0.5 differ in the last bits alone.
      if abs(further) < 1e-9 { return .changed }
      return further < 0 ? .better : .worse
    case .none: return .changed
    }
  }
}
