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
    return ShareStatistic.estimate(clusters.count { isComplete($0) }, of: clusters.count)
  }

  func change(_ pairs: [OutcomePair], _ bootstrap: PairedBootstrap) -> MetricChange? {
    let units = pairs.clusters(by: cluster).map {
      (before: isComplete($0.before) ? 1.0 : 0, after: isComplete($0.after) ? 1.0 : 0)
    }
    return MetricChange.ofMean(units, bootstrap)
  }

  private func isComplete(_ members: [ItemOutcome]) -> Bool {
    members.allSatisfy { $0.scores[score] == 1 }
  }
}
