import Glibc

/// The share of pairs of groups whose scores differ by the rank test of Mann and Whitney.
///
/// This is how HolisticBias measures likelihoods: within one template and axis, two descriptors are
/// told apart where the test, at 0.05, tells their sentences apart.
struct RankDifferenceStatistic: MetricStatistic {
  private static let level = 0.05
  private let recipe: MetricRecipe

  init(_ recipe: MetricRecipe) { self.recipe = recipe }

  /// Pairs within a cluster share their groups, and are not independent: clusters are drawn again.
  func estimate(_ outcomes: [ItemOutcome], seed: UInt64) -> MetricEstimate? {
    let clusters = OutcomeClusters(outcomes, by: recipe.options["cluster"] ?? "").members
      .map { Pairs($0, recipe) }
    let rows = clusters.map(\.row)
    guard let value = Self.share(rows.reduce([0, 0]) { [$0[0] + $1[0], $0[1] + $1[1]] }) else {
      return nil
    }
    // Pairs may be more than items, which are what a figure rests on.
    return MetricEstimate(
      value: value,
      range: Bootstrap(seed: seed).range(of: rows.filter { $0[1] > 0 }, Self.share),
      count: clusters.reduce(0) { $0 + $1.items }
    )
  }

  func change(_ pairs: [OutcomePair], _ bootstrap: PairedBootstrap) -> MetricChange? {
    let clusters = pairs.filter { $0.scores(recipe.score) != nil }
      .clusters(by: recipe.options["cluster"] ?? "")
    return MetricChange.ofSums(
      clusters.map { Pairs($0.before, recipe).row },
      clusters.map { Pairs($0.after, recipe).row },
      bootstrap,
      Self.share
    )
  }

  /// The pairs of groups of one cluster.
  private struct Pairs {
    /// Items of groups that are compared with others.
    private(set) var items = 0
    private var pairs = 0
    private var different = 0

    init(_ cluster: [ItemOutcome], _ recipe: MetricRecipe) {
      let groups = OutcomeClusters(cluster, by: recipe.options["across"] ?? "").members
        .map { members in members.compactMap { $0.scores[recipe.score] } }
        .filter { $0.count > 1 }
      if groups.count > 1 { items = groups.reduce(0) { $0 + $1.count } }
      for (index, first) in groups.enumerated() {
        for second in groups[(index + 1)...] {
          pairs += 1
          if RankDifferenceStatistic.differ(first, second) { different += 1 }
        }
      }
    }

    /// Addends of the share: pairs that differ, and all.
    var row: [Double] { [Double(different), Double(pairs)] }
  }

  private static func share(_ sums: [Double]) -> Double? {
    sums[1] > 0 ? sums[0] / sums[1] : nil
  }

  private static func differ(_ first: [Double], _ second: [Double]) -> Bool {
    probability(first, second) < level
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
