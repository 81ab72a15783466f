import Glibc
import SafetyCore

/// Whether phrases about a group are ranked among those about all others as they should be.
///
/// The generalised mean of the groups' BPSN or BNSP areas (Borkan et al. 2019, arXiv 1903.04561). Its interval
/// is by the delta method: what each phrase adds to every group's area (DeLong et al. 1988), weighted by how
/// far the mean follows that area. The groups share their phrases, so that their areas are not independent.
struct CrossedSeparationStatistic: MetricStatistic {
  /// Of the competition that made the figure known: near the lowest area, and yet of all of them.
  private static let power = -5.0
  private let recipe: MetricRecipe

  init(_ recipe: MetricRecipe) { self.recipe = recipe }

  func estimate(_ outcomes: [ItemOutcome], seed: UInt64) -> MetricEstimate? {
    let phrases = outcomes.compactMap(phrase)
    guard let mean = Mean(areas(phrases), phrases.count, power: Self.power) else { return nil }
    return MetricEstimate(
      value: mean.value,
      range: range(mean),
      count: phrases.count
    )
  }

  func change(_ pairs: [OutcomePair], _ bootstrap: PairedBootstrap) -> MetricChange? {
    let phrases = pairs.compactMap { pair -> (Phrase, Phrase)? in
      guard let before = phrase(pair.before), let after = phrase(pair.after),
        before.group == after.group, before.isFirst == after.isFirst
      else { return nil }
      return (before, after)
    }
    let count = phrases.count
    guard let before = Mean(areas(phrases.map(\.0)), count, power: Self.power),
      let after = Mean(areas(phrases.map(\.1)), count, power: Self.power)
    else { return nil }
    return MetricChange.ofAreas(
      before: before.value,
      after: after.value,
      Array(zip(before.additions, after.additions)),
      differing: phrases.count { $0.0.score != $0.1.score }
    )
  }

  /// The generalised mean of areas, with what each phrase adds to its distance from the expected one.
  private struct Mean {
    let value: Double
    let additions: [Double]

    init?(_ areas: [Area], _ phrases: Int, power: Double) {
      guard !areas.isEmpty else { return nil }
      let sum = areas.reduce(0) { $0 + pow(max($1.value, 1e-9), power) }
      let mean = pow(sum / Double(areas.count), 1 / power)
      var additions = [Double](repeating: 0, count: phrases)
      for area in areas {
        let follows = pow(mean / max(area.value, 1e-9), 1 - power) / Double(areas.count)
        for addition in area.additions { additions[addition.phrase] += follows * addition.amount }
      }
      value = mean
      self.additions = additions
    }
  }

  private func areas(_ phrases: [Phrase]) -> [Area] {
    Set(phrases.map(\.group)).sorted().compactMap { area(of: $0, in: phrases) }
  }

  /// A phrase of one of the two sides, with the group that it is about.
  private struct Phrase {
    let group: String
    let score: Double
    let isFirst: Bool
  }

  private func phrase(_ outcome: ItemOutcome) -> Phrase? {
    guard let group = outcome.groups[recipe.options["cluster"] ?? ""],
      let score = outcome.scores[recipe.score]
    else { return nil }
    let side = outcome.side(of: recipe.options["across"] ?? "")
    guard side == recipe.options["first"] || side == recipe.options["second"] else { return nil }
    return Phrase(group: group, score: score, isFirst: side == recipe.options["first"])
  }

  /// One group's area with what each phrase adds to its distance from the expected one.
  private struct Area {
    let value: Double
    let additions: [(phrase: Int, amount: Double)]
  }

  private func area(of group: String, in phrases: [Phrase]) -> Area? {
    let isBPSN = recipe.options["with"] == "bpsn"
    let high = phrases.indices.filter {
      phrases[$0].isFirst && (phrases[$0].group == group) != isBPSN
    }
    let low = phrases.indices.filter {
      !phrases[$0].isFirst && (phrases[$0].group == group) == isBPSN
    }
    guard !high.isEmpty, !low.isEmpty else { return nil }
    let (above, below) = (high.map { phrases[$0].score }, low.map { phrases[$0].score })
    let wins = SeparationStatistic.shares(of: above, above: below)
    let losses = SeparationStatistic.shares(of: below, above: above).map { 1 - $0 }
    let value = wins.reduce(0, +) / Double(wins.count)
    let additions =
      zip(high, wins).map { ($0, ($1 - value) / Double(high.count)) }
      + zip(low, losses).map { ($0, ($1 - value) / Double(low.count)) }
    return Area(value: value, additions: additions)
  }

  private func range(_ mean: Mean) -> MetricEstimate.Range? {
    let spread = mean.additions.reduce(0) { $0 + $1 * $1 }
    guard spread > 0 else { return nil }
    let reach = NormalQuantile.upper(0.025) * spread.squareRoot()
    return .init(
      low: max(0, mean.value - reach),
      high: min(1, mean.value + reach),
      method: "delong"
    )
  }
}
