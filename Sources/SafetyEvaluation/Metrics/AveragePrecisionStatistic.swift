/// The area under the curve of precision over recall, with an interval by drawing items again.
struct AveragePrecisionStatistic: MetricStatistic {
  /// Sorting is what a draw costs; more draws of large sets tell nothing more.
  private static let draws = 200
  /// Items that all samples of a comparison have together, at most, where these are more than `draws`.
  private static let sorted = 10_000_000
  private let recipe: MetricRecipe

  init(_ recipe: MetricRecipe) { self.recipe = recipe }

  func estimate(_ outcomes: [ItemOutcome], seed: UInt64) -> MetricEstimate? {
    let rows = outcomes.compactMap(row)
    let bootstrap = PairedBootstrap(seed: seed, resamples: Self.draws).expanded(units: rows.count)
    guard let whole = value(rows, ArraySlice(rows.indices)) else { return nil }
    let found = bootstrap.estimate(count: rows.count) { value(rows, $0) }
    return MetricEstimate(
      value: whole,
      range: found.flatMap {
        $0.lower < $0.upper ? .init(low: $0.lower, high: $0.upper, method: "bootstrap") : nil
      },
      count: rows.count
    )
  }

  func change(_ pairs: [OutcomePair], _ bootstrap: PairedBootstrap) -> MetricChange? {
    let rows = pairs.compactMap { pair -> (before: Row, after: Row)? in
      guard let before = row(pair.before), let after = row(pair.after) else { return nil }
      return (before, after)
    }
    let (first, second) = (rows.map(\.before), rows.map(\.after))
    guard let before = value(first, ArraySlice(rows.indices)),
      let after = value(second, ArraySlice(rows.indices))
    else { return nil }
    var bootstrap = bootstrap
    bootstrap.resamples = min(bootstrap.resamples, max(Self.draws, Self.sorted / rows.count))
    let found = bootstrap.difference(
      units: rows.count,
      differing: rows.count { $0.before.score != $0.after.score },
      { value(first, $0) },
      { value(second, $0) }
    )
    return MetricChange(
      before: before,
      after: after,
      lower: found?.lower,
      upper: found?.upper,
      p: found?.p,
      test: .pairedBootstrap,
      count: rows.count
    )
  }

  /// An item of one of the two sides.
  private struct Row {
    let score: Double
    let truth: Bool
  }

  private func row(_ outcome: ItemOutcome) -> Row? {
    guard let score = outcome.scores[recipe.score],
      let side = outcome.side(of: recipe.options["across"] ?? ""),
      side == recipe.options["first"] || side == recipe.options["second"]
    else { return nil }
    return Row(score: score, truth: side == recipe.options["first"])
  }

  private func value(_ rows: [Row], _ sample: ArraySlice<Int>) -> Double? {
    LabelledScores(
      scores: sample.map { rows[$0].score },
      truths: sample.map { rows[$0].truth }
    )?.averagePrecision
  }
}
