import Glibc

/// Whether phrases about a group are ranked among those about all others as they should be.
///
/// No interval: drawing tens of thousands of phrases again for each group costs more than it tells;
/// the areas of the groups themselves, as slices of `separation`, have theirs.
struct CrossedSeparationStatistic: MetricStatistic {
  /// Of the competition that made the figure known: near the lowest area, and yet of all of them.
  private static let power = -5.0
  private let recipe: MetricRecipe

  init(_ recipe: MetricRecipe) { self.recipe = recipe }

  func estimate(_ outcomes: [ItemOutcome], seed: UInt64) -> MetricEstimate? {
    let across = recipe.options["across"] ?? ""
    let cluster = recipe.options["cluster"] ?? ""
    let isBPSN = recipe.options["with"] == "bpsn"
    let scored = outcomes.filter { $0.groups[cluster] != nil && $0.scores[recipe.score] != nil }
    let first = scored.filter { $0.side(of: across) == recipe.options["first"] }
    let second = scored.filter { $0.side(of: across) == recipe.options["second"] }
    let areas = Set(scored.compactMap { $0.groups[cluster] }).sorted().compactMap { group in
      area(
        of: first.filter { ($0.groups[cluster] == group) != isBPSN },
        above: second.filter { ($0.groups[cluster] == group) == isBPSN }
      )
    }
    guard !areas.isEmpty else { return nil }
    let sum = areas.reduce(0) { $0 + pow(max($1, 1e-9), Self.power) }
    return MetricEstimate(
      value: pow(sum / Double(areas.count), 1 / Self.power),
      range: nil,
      count: first.count + second.count
    )
  }

  private func area(of high: [ItemOutcome], above low: [ItemOutcome]) -> Double? {
    guard !high.isEmpty, !low.isEmpty else { return nil }
    let wins = SeparationStatistic.shares(
      of: high.compactMap { $0.scores[recipe.score] },
      above: low.compactMap { $0.scores[recipe.score] }
    )
    return wins.reduce(0, +) / Double(wins.count)
  }
}
