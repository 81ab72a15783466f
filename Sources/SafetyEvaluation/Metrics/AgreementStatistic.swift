/// The share of clusters whose items all have the same score: what neither dress nor language changes.
struct AgreementStatistic: MetricStatistic {
  private let score: String
  private let cluster: String

  init(_ recipe: MetricRecipe) {
    score = recipe.score
    cluster = recipe.options["cluster"] ?? ""
  }

  /// Clusters of one item agree with nobody and are passed over.
  func estimate(_ outcomes: [ItemOutcome], seed: UInt64) -> MetricEstimate? {
    let scored = outcomes.filter { $0.scores[score] != nil }
    let clusters = OutcomeClusters(scored, by: cluster).members.filter { $0.count > 1 }
    let same = clusters.count { members in
      members.allSatisfy { $0.scores[score] == members[0].scores[score] }
    }
    return ShareStatistic.estimate(same, of: clusters.count)
  }
}
