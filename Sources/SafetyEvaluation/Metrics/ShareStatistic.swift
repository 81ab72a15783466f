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

/// The share of clusters whose items all have the score 1; clusters, not items, are counted.
struct ClusterShareStatistic: MetricStatistic {
  private let score: String
  private let cluster: String

  init(_ recipe: MetricRecipe) {
    score = recipe.score
    cluster = recipe.options["cluster"] ?? ""
  }

  func estimate(_ outcomes: [ItemOutcome], seed: UInt64) -> MetricEstimate? {
    let clusters = OutcomeClusters(outcomes, by: cluster).members
    let complete = clusters.count { $0.allSatisfy { $0.scores[score] == 1 } }
    return ShareStatistic.estimate(complete, of: clusters.count)
  }
}

/// Outcomes that share the value of a dimension, in the order of their first item.
struct OutcomeClusters {
  private(set) var names: [String] = []
  private(set) var members: [[ItemOutcome]] = []

  init(_ outcomes: [ItemOutcome], by dimension: String) {
    var places: [String: Int] = [:]
    for outcome in outcomes {
      guard let name = outcome.groups[dimension] else { continue }
      if let place = places[name] {
        members[place].append(outcome)
      } else {
        places[name] = members.count
        names.append(name)
        members.append([outcome])
      }
    }
  }
}
