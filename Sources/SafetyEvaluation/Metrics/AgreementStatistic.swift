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
    return ShareStatistic.estimate(clusters.count { agrees($0) }, of: clusters.count)
  }

  func change(_ pairs: [OutcomePair], _ bootstrap: PairedBootstrap) -> MetricChange? {
    let scored = pairs.filter { $0.scores(score) != nil }
    let units = scored.clusters(by: cluster).filter { $0.count > 1 }.map {
      (before: agrees($0.before) ? 1.0 : 0, after: agrees($0.after) ? 1.0 : 0)
    }
    return MetricChange.ofMean(units, bootstrap)
  }

  private func agrees(_ members: [ItemOutcome]) -> Bool {
    members.allSatisfy { $0.scores[score] == members[0].scores[score] }
  }
}
