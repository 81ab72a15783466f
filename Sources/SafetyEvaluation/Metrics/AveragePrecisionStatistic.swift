/// The area under the curve of precision over recall, with an interval by drawing items again.
struct AveragePrecisionStatistic: MetricStatistic {
  /// Sorting is what a draw costs; more draws of large sets tell nothing more.
  private static let draws = 200
  private let recipe: MetricRecipe

  init(_ recipe: MetricRecipe) { self.recipe = recipe }

  func estimate(_ outcomes: [ItemOutcome], seed: UInt64) -> MetricEstimate? {
    let across = recipe.options["across"] ?? ""
    let rows = outcomes.compactMap { outcome -> (score: Double, truth: Bool)? in
      guard let score = outcome.scores[recipe.score], let side = outcome.side(of: across),
        side == recipe.options["first"] || side == recipe.options["second"]
      else { return nil }
      return (score, side == recipe.options["first"])
    }
    func value(_ sample: ArraySlice<Int>) -> Double? {
      LabelledScores(
        scores: sample.map { rows[$0].score },
        truths: sample.map { rows[$0].truth }
      )?.averagePrecision
    }
    let bootstrap = PairedBootstrap(seed: seed, resamples: Self.draws)
    guard let whole = value(ArraySlice(rows.indices)) else { return nil }
    let found = bootstrap.estimate(count: rows.count, value)
    return MetricEstimate(
      value: whole,
      range: found.map { .init(low: $0.lower, high: $0.upper, method: "bootstrap") },
      count: rows.count
    )
  }
}
