import SafetyCore

/// The area under the ROC curve between two groups, with the interval of DeLong and others.
struct SeparationStatistic: MetricStatistic {
  private let recipe: MetricRecipe

  init(_ recipe: MetricRecipe) { self.recipe = recipe }

  func estimate(_ outcomes: [ItemOutcome], seed: UInt64) -> MetricEstimate? {
    let high = values(outcomes, "first")
    let low = values(outcomes, "second")
    guard !high.isEmpty, !low.isEmpty else { return nil }
    // Of each value, the share of the other group that it beats, ties counting half.
    let wins = Self.shares(of: high, above: low)
    let losses = Self.shares(of: low, above: high).map { 1 - $0 }
    let area = wins.reduce(0, +) / Double(wins.count)
    return MetricEstimate(
      value: area,
      range: Self.range(area, wins, losses),
      count: high.count + low.count
    )
  }

  private func values(_ outcomes: [ItemOutcome], _ side: String) -> [Double] {
    let across = recipe.options["across"] ?? ""
    return outcomes.compactMap {
      $0.side(of: across) == recipe.options[side] ? $0.scores[recipe.score] : nil
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

  private static func range(
    _ area: Double,
    _ wins: [Double],
    _ losses: [Double]
  ) -> MetricEstimate.Range? {
    guard wins.count > 1, losses.count > 1 else { return nil }
    let spread =
      variance(wins, around: area) / Double(wins.count)
      + variance(losses, around: area) / Double(losses.count)
    // Groups that do not overlap at all say nothing of how far they could.
    guard spread > 0 else { return nil }
    let reach = NormalQuantile.upper(0.025) * spread.squareRoot()
    return .init(low: max(0, area - reach), high: min(1, area + reach), method: "delong")
  }

  private static func variance(_ values: [Double], around mean: Double) -> Double {
    values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }
}
