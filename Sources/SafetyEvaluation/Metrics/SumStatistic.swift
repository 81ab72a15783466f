import Glibc

/// Statistics that are functions of sums over items or clusters, with a bootstrap of those.
struct SumStatistic: MetricStatistic {
  let recipe: MetricRecipe

  init(_ recipe: MetricRecipe) { self.recipe = recipe }

  func estimate(_ outcomes: [ItemOutcome], seed: UInt64) -> MetricEstimate? {
    let rows = rows(of: outcomes)
    guard let width = rows.first?.count else { return nil }
    var sums = [Double](repeating: 0, count: width)
    for row in rows { for column in 0..<width { sums[column] += row[column] } }
    guard let value = self.value(sums), value.isFinite else { return nil }
    // Drawn again, twenty times no is always no; that is not to say that there is never a yes.
    if isMean, rows.allSatisfy({ $0[0] == 0 || $0[0] == 1 }) {
      return ShareStatistic.estimate(Int(sums[0]), of: rows.count)
    }
    return MetricEstimate(
      value: value,
      range: Bootstrap(seed: seed).range(of: rows) { self.value($0) } ?? range(ofAlike: sums),
      count: rows.count
    )
  }

  func change(_ pairs: [OutcomePair], _ bootstrap: PairedBootstrap) -> MetricChange? {
    let rows = rows(of: pairs)
    if isMean {
      return MetricChange.ofMean(
        zip(rows.before, rows.after).map { ($0[0] / $0[1], $1[0] / $1[1]) },
        bootstrap
      )
    }
    let scores = pairs.compactMap { $0.scores(recipe.score) }
    return MetricChange.ofSums(rows.before, rows.after, bootstrap) { value($0) }?
      .counting(scores.map { $0.after - $0.before })
  }

  /// Whether the figure is a mean of units, each with one value.
  private var isMean: Bool { recipe.kind == .mean || recipe.kind == .meanOfClusters }

  /// The addends of units that have some in both runs.
  private func rows(of pairs: [OutcomePair]) -> (before: [[Double]], after: [[Double]]) {
    switch recipe.kind {
    case .meanOfClusters, .icat:
      return Self.both(pairs.clusters(by: option("cluster"))) {
        (clusterRow($0.before), clusterRow($0.after))
      }
    case .correlation:
      let pairs = pairs.filter {
        $0.scores(recipe.score) != nil && $0.scores(option("with")) != nil
      }
      return (correlationRows(of: pairs.before), correlationRows(of: pairs.after))
    default:
      return Self.both(pairs) { (row($0.before), row($0.after)) }
    }
  }

  private static func both<Unit>(
    _ units: [Unit],
    _ rows: (Unit) -> ([Double]?, [Double]?)
  ) -> (before: [[Double]], after: [[Double]]) {
    let found = units.compactMap { unit -> ([Double], [Double])? in
      let (before, after) = rows(unit)
      guard let before, let after else { return nil }
      return (before, after)
    }
    return (found.map(\.0), found.map(\.1))
  }

  /// The addends of each item, or of each cluster where clusters are drawn.
  private func rows(of outcomes: [ItemOutcome]) -> [[Double]] {
    switch recipe.kind {
    case .meanOfClusters, .icat:
      OutcomeClusters(outcomes, by: option("cluster")).members.compactMap(clusterRow)
    case .correlation: correlationRows(of: outcomes)
    default: outcomes.compactMap(row)
    }
  }

  private func row(_ outcome: ItemOutcome) -> [Double]? {
    switch recipe.kind {
    case .gap: return value(outcome, recipe.score).flatMap { sided(outcome, [$0, 1]) }
    case .ambiguousBias:
      guard let correct = outcome.scores["correct"] else { return nil }
      let biased = value(outcome, recipe.score)
      return [1, correct, biased ?? 0, biased == nil ? 0 : 1]
    case .f1: return counts(outcome)
    case .f1Ratio: return counts(outcome).flatMap { sided(outcome, $0) }
    default: return value(outcome, recipe.score).map { [$0, 1] }
    }
  }

  /// Set off from the first item, so that large scores of little spread keep their digits.
  private func correlationRows(of outcomes: [ItemOutcome]) -> [[Double]] {
    let pairs = outcomes.compactMap { outcome -> (x: Double, y: Double)? in
      guard let x = value(outcome, recipe.score), let y = value(outcome, option("with"))
      else { return nil }
      return (x, y)
    }
    guard let first = pairs.first else { return [] }
    return pairs.map {
      let (x, y) = ($0.x - first.x, $0.y - first.y)
      return [1, x, y, x * x, y * y, x * y]
    }
  }

  private func clusterRow(_ members: [ItemOutcome]) -> [Double]? {
    let names = recipe.kind == .icat ? [recipe.score, option("with")] : [recipe.score]
    var row: [Double] = []
    for name in names {
      let values = members.compactMap { value($0, name) }
      guard !values.isEmpty else { return nil }
      row.append(values.reduce(0, +) / Double(values.count))
    }
    return row + [1]
  }

  /// The statistic of the sums of rows.
  private func value(_ sums: [Double]) -> Double? {
    switch recipe.kind {
    case .gap: difference(quotient(sums[0], sums[1]), quotient(sums[2], sums[3]))
    case .correlation: correlation(sums)
    case .ambiguousBias: ambiguousBias(sums)
    case .icat:
      quotient(sums[0], sums[2]).map { stereotype in
        sums[1] / sums[2] * min(stereotype, 1 - stereotype) / 0.5
      }
    case .f1: f1(sums[...])
    case .f1Ratio: ratio(f1(sums[0..<3]), f1(sums[3..<6]))
    default: quotient(sums[0], sums[1])
    }
  }

  /// Zero where nobody guesses, so that all are right; unknown where no guess can be told a stereotype.
  private func ambiguousBias(_ sums: [Double]) -> Double? {
    let wrong = 1 - sums[1] / sums[0]
    guard let share = quotient(sums[2], sums[3]) else { return wrong == 0 ? 0 : nil }
    return wrong * (2 * share - 1)
  }

  private func correlation(_ sums: [Double]) -> Double? {
    let n = sums[0]
    /// Nil where no more than rounding is left of the spread.
    func spread(_ sum: Double, _ squares: Double) -> Double? {
      let found = n * squares - sum * sum
      return found > 1e-12 * n * squares ? found : nil
    }
    guard let x = spread(sums[1], sums[3]), let y = spread(sums[2], sums[4]) else { return nil }
    return max(-1, min(1, (n * sums[5] - sums[1] * sums[2]) / (x.squareRoot() * y.squareRoot())))
  }

  private func f1(_ sums: ArraySlice<Double>) -> Double? {
    let parts = Array(sums)
    return quotient(2 * parts[0], 2 * parts[0] + parts[1] + parts[2])
  }

  /// A row in the left half for the first side, in the right half for the second.
  private func sided(_ outcome: ItemOutcome, _ row: [Double]) -> [Double]? {
    let side = outcome.groups[option("across")]
    let empty = [Double](repeating: 0, count: row.count)
    if side == option("first") { return row + empty }
    return side == option("second") ? empty + row : nil
  }

  private func counts(_ outcome: ItemOutcome) -> [Double]? {
    guard let hits = outcome.scores["true_positive"],
      let alarms = outcome.scores["false_positive"],
      let misses = outcome.scores["false_negative"]
    else { return nil }
    return [hits, alarms, misses]
  }

  private func value(_ outcome: ItemOutcome, _ name: String) -> Double? { outcome.scores[name] }

  private func option(_ name: String) -> String { recipe.options[name] ?? "" }

  private func quotient(_ part: Double, _ whole: Double) -> Double? {
    whole > 0 ? part / whole : nil
  }

  private func ratio(_ first: Double?, _ second: Double?) -> Double? {
    guard let first, let second, second > 0 else { return nil }
    return first / second
  }

  private func difference(_ first: Double?, _ second: Double?) -> Double? {
    guard let first, let second else { return nil }
    return first - second
  }
}
