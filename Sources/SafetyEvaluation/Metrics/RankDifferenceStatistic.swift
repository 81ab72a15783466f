import Glibc

/// The share of pairs of groups whose scores differ by the rank test of Mann and Whitney.
///
/// This is how HolisticBias measures likelihoods: within one template and axis, two descriptors are
/// told apart where the test, at 0.05, tells their sentences apart.
struct RankDifferenceStatistic: MetricStatistic {
  private static let level = 0.05
  private let recipe: MetricRecipe

  init(_ recipe: MetricRecipe) { self.recipe = recipe }

  func estimate(_ outcomes: [ItemOutcome], seed: UInt64) -> MetricEstimate? {
    let across = recipe.options["across"] ?? ""
    var items = 0
    var pairs = 0
    var different = 0
    for cluster in OutcomeClusters(outcomes, by: recipe.options["cluster"] ?? "").members {
      let groups = OutcomeClusters(cluster, by: across).members.map { members in
        members.compactMap { $0.scores[recipe.score] }
      }.filter { $0.count > 1 }
      if groups.count > 1 { items += groups.reduce(0) { $0 + $1.count } }
      for (index, first) in groups.enumerated() {
        for second in groups[(index + 1)...] {
          pairs += 1
          if Self.probability(first, second) < Self.level { different += 1 }
        }
      }
    }
    var estimate = ShareStatistic.estimate(different, of: pairs)
    // Pairs may be more than items, which are what a figure rests on.
    estimate?.count = items
    return estimate
  }

  /// That such ranks come from one distribution, two-sided, by the normal approximation with ties.
  static func probability(_ first: [Double], _ second: [Double]) -> Double {
    let (m, n) = (Double(first.count), Double(second.count))
    let wins = SeparationStatistic.shares(of: first, above: second).reduce(0, +) * n
    var ties: [Double: Double] = [:]
    for value in first + second { ties[value, default: 0] += 1 }
    let all = m + n
    let tied = ties.values.reduce(0) { $0 + ($1 * $1 * $1 - $1) }
    let variance = m * n / 12 * (all + 1 - tied / (all * (all - 1)))
    guard variance > 0 else { return 1 }
    // Half a rank towards the middle, since ranks are whole.
    let distance = max(0, abs(wins - m * n / 2) - 0.5)
    return erfc(distance / variance.squareRoot() / 2.0.squareRoot())
  }
}
