/// The share of items with the score 1, with Wilson's interval.
struct ShareStatistic: MetricStatistic {
  private let score: String
  /// Whether -1...1 stands for 0...1.
  private let sign: Bool

  init(_ recipe: MetricRecipe, sign: Bool) {
    score = recipe.score
    self.sign = sign
  }

  func estimate(_ outcomes: [ItemOutcome], seed: UInt64) -> MetricEstimate? {
    let values = outcomes.compactMap { $0.scores[score] }
    return Self.estimate(values.count { $0 == 1 }, of: values.count, sign: sign)
  }

  func change(_ pairs: [OutcomePair], _ bootstrap: PairedBootstrap) -> MetricChange? {
    let units = pairs.compactMap { $0.scores(score) }.map {
      (before: $0.before == 1 ? 1.0 : 0, after: $0.after == 1 ? 1.0 : 0)
    }
    return MetricChange.ofMean(units, sign: sign, bootstrap)
  }

  static func estimate(_ part: Int, of whole: Int, sign: Bool = false) -> MetricEstimate? {
    guard let range = BinomialInterval.wilson(part, of: whole) else { return nil }
    func scaled(_ share: Double) -> Double { sign ? 2 * share - 1 : share }
    return MetricEstimate(
      value: scaled(Double(part) / Double(whole)),
      range: .init(low: scaled(range.lower), high: scaled(range.upper), method: "wilson"),
      count: whole
    )
  }
}
