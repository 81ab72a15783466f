import SafetyCore

/// One figure of two runs side by side, with the difference and what chance has to do with it.
package struct ComparisonRow: Sendable, Hashable {
  /// How the difference was tested.
  package enum Test: String, Sendable, Hashable {
    /// Yes or no on the same items: McNemar's exact test.
    case mcNemar = "mcnemar-exact"
    /// Numbers on the same items, and what is computed of them: the paired bootstrap.
    case pairedBootstrap = "paired-bootstrap"
    /// Areas under curves over the same items: DeLong's test.
    case deLong = "delong"
    /// No items on record: the intervals of both figures.
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
    /// The figures differ, and nothing tells how much of that is chance: one of them has no interval.
    case unknown
  }

  package var metric: String
  /// By dimension; empty for the whole set.
  package var slice: [String: String]
  package var before: Double
  package var after: Double
  /// Of the difference, 95%; nil for a single pair, which says nothing of others.
  package var lower: Double?
  package var upper: Double?
  /// Pairs of items or of clusters of items, or the fewer items of the two.
  package var count: Int
  /// Pairs whose value fell, and rose.
  package var lost: Int
  package var gained: Int
  package var test: Test
  /// Nil where nothing tells.
  package var p: Double?
  /// Raised by Holm's method over all rows of the comparison.
  package var adjusted: Double?
  package var direction: MetricEvent.Direction
  /// The best value of a figure whose direction is `target`.
  package var target: Double?

  package var delta: Double { after - before }

  /// Whether the difference is more than chance brings, at 5%, all rows considered together.
  package var isBeyondChance: Bool { (adjusted ?? p).map { $0 < 0.05 } ?? false }

  package var verdict: Verdict {
    if delta == 0 { return .same }
    guard p != nil else { return .unknown }
    guard isBeyondChance else { return .same }
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

extension ComparisonRow {
  /// A figure of a benchmark's description over paired items.
  init(_ recipe: MetricRecipe, _ slice: [String: String], _ change: MetricChange) {
    self.init(
      metric: recipe.name,
      slice: slice,
      before: change.before,
      after: change.after,
      lower: change.lower,
      upper: change.upper,
      count: change.count,
      lost: change.lost,
      gained: change.gained,
      test: change.test,
      p: change.p,
      direction: recipe.direction,
      target: recipe.target
    )
  }
}
