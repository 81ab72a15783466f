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
