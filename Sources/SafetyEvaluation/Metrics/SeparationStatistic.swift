import SafetyCore

/// The area under the ROC curve between two groups, with the interval of DeLong and others.
struct SeparationStatistic: MetricStatistic {
  private let recipe: MetricRecipe

  init(_ recipe: MetricRecipe) { self.recipe = recipe }

  func estimate(_ outcomes: [ItemOutcome], seed: UInt64) -> MetricEstimate? {
    guard let placements = Placements(outcomes, recipe) else { return nil }
    return MetricEstimate(
      value: placements.area,
      range: Self.range(placements),
      count: placements.wins.count + placements.losses.count
    )
  }

  func change(_ pairs: [OutcomePair], _ bootstrap: PairedBootstrap) -> MetricChange? {
    let across = recipe.options["across"] ?? ""
    let pairs = pairs.filter {
      $0.scores(recipe.score) != nil && $0.before.side(of: across) == $0.after.side(of: across)
    }
    guard let before = Placements(pairs.before, recipe),
      let after = Placements(pairs.after, recipe)
    else { return nil }
    return MetricChange.ofAreas(
      before: before.area,
      after: after.area,
      Array(zip(before.additions, after.additions)),
      differing: zip(before.wins + before.losses, after.wins + after.losses).count { $0 != $1 }
    )
  }

  /// Where each value stands in the other group.
  private struct Placements {
    /// Of each value of the first group, the share of the second that it beats, ties counting half.
    let wins: [Double]
    /// Of each value of the second group, the share of the first that beats it.
    let losses: [Double]

    init?(_ outcomes: [ItemOutcome], _ recipe: MetricRecipe) {
      func values(_ side: String) -> [Double] {
        let across = recipe.options["across"] ?? ""
        return outcomes.compactMap {
          $0.side(of: across) == recipe.options[side] ? $0.scores[recipe.score] : nil
        }
      }
      let (high, low) = (values("first"), values("second"))
      guard !high.isEmpty, !low.isEmpty else { return nil }
      wins = SeparationStatistic.shares(of: high, above: low)
      losses = SeparationStatistic.shares(of: low, above: high).map { 1 - $0 }
    }

    var area: Double { wins.reduce(0, +) / Double(wins.count) }

    /// What each value adds to the area's distance from the expected one, scaled so that their squares
    /// sum up to the area's variance.
    var additions: [Double] { additions(of: wins) + additions(of: losses) }

    private func additions(of shares: [Double]) -> [Double] {
      guard shares.count > 1 else { return shares.map { _ in 0 } }
      let scale = (Double(shares.count) * Double(shares.count - 1)).squareRoot()
      return shares.map { ($0 - area) / scale }
    }
  }

  static func shares(of values: [Double], above others: [Double]) -> [Double] {
    let sorted = others.sorted()
    return values.map { value in
      let below = Self.count(sorted) { $0 < value }
      let notAbove = Self.count(sorted) { $0 <= value }
      return Double(below + notAbove) / Double(2 * sorted.count)
    }
  }

  /// How many of sorted values hold at the beginning, by halving.
  private static func count(_ sorted: [Double], _ holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(sorted[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func range(_ placements: Placements) -> MetricEstimate.Range? {
    guard placements.wins.count > 1, placements.losses.count > 1 else { return nil }
    let spread = placements.additions.reduce(0) { $0 + $1 * $1 }
    // Groups that do not overlap at all say nothing of how far they could.
    guard spread > 0 else { return nil }
    let reach = NormalQuantile.upper(0.025) * spread.squareRoot()
    let area = placements.area
    return .init(low: max(0, area - reach), high: min(1, area + reach), method: "delong")
  }
}
