/// How a metric is computed from the scores of items.
package enum MetricKind: String, Sendable, Hashable, CaseIterable {
  /// The share of items whose score is 1.
  case share
  case mean
  /// The mean where a dimension has the value `first`, less the mean where it has `second`.
  case gap
  /// The share of clusters all of whose items have the score 1.
  case allOfCluster = "all-of-cluster"
  /// The mean over clusters of the mean of their items.
  case meanOfClusters = "mean-of-clusters"
  /// Pearson's coefficient of the score with that named `with`.
  case correlation
  /// How often an item of `first` has a higher score than one of `second`: the area under the curve.
  case separation
  /// Twice the share less one: from -1, never, to 1, always.
  case signedShare = "signed-share"
  /// The signed share of the score, less what right answers take away: BBQ in ambiguous contexts.
  case ambiguousBias = "ambiguous-bias"
  /// The idealised score of StereoSet, from `score` and the one named `with`.
  case icat
  /// The harmonic mean of precision and recall, from `true_positive` and its sisters.
  case f1
  /// F1 of the items of `first` over that of `second`.
  case f1Ratio = "f1-ratio"
  /// The share of pairs of groups, within a cluster, whose scores are distributed differently.
  case rankDifferences = "rank-differences"

  /// The share of clusters all of whose items have the same score, whatever it is.
  case agreement
  /// The generalised mean, with power -5, over groups of the areas between one side of the group and
  /// the other side of all else: `bpsn` or `bnsp` under `with`, of Borkan and others 2019.
  case crossedSeparation = "crossed-separation"
  /// The mean precision over the steps of recall, of `first` against `second` by the score.
  case averagePrecision = "average-precision"

  /// Keys of a description that the kind cannot do without.
  package var requiredOptions: [String] {
    switch self {
    case .gap, .separation, .f1Ratio, .averagePrecision: ["across", "first", "second"]
    case .allOfCluster, .meanOfClusters, .agreement: ["cluster"]
    case .crossedSeparation: ["across", "first", "second", "cluster", "with"]
    case .correlation: ["with"]
    case .icat: ["cluster", "with"]
    case .rankDifferences: ["across", "cluster"]
    case .share, .mean, .signedShare, .ambiguousBias, .f1: []
    }
  }

  /// Whether a figure is wrong where a part of a cluster's items is missing.
  ///
  /// For `crossedSeparation` clusters are groups, whose areas may be estimated from some of the items.
  var countsClusters: Bool { self != .crossedSeparation && requiredOptions.contains("cluster") }

  /// Whether a cluster counts as one, by all of its items.
  var judgesWholeClusters: Bool { self == .allOfCluster || self == .agreement }

  /// Where every value of the figure lies; nil where the scores alone tell.
  var bounds: ClosedRange<Double>? {
    switch self {
    case .share, .allOfCluster, .agreement, .separation, .crossedSeparation, .averagePrecision,
      .rankDifferences, .f1, .icat:
      0...1
    case .signedShare, .ambiguousBias, .correlation: -1...1
    case .mean, .meanOfClusters, .gap, .f1Ratio: nil
    }
  }

  /// What computes a recipe of this kind.
  func statistic(_ recipe: MetricRecipe) -> any MetricStatistic {
    switch self {
    case .share: ShareStatistic(recipe, sign: false)
    case .signedShare: ShareStatistic(recipe, sign: true)
    case .allOfCluster: ClusterShareStatistic(recipe)
    case .separation: SeparationStatistic(recipe)
    case .agreement: AgreementStatistic(recipe)
    case .crossedSeparation: CrossedSeparationStatistic(recipe)
    case .averagePrecision: AveragePrecisionStatistic(recipe)
    case .rankDifferences: RankDifferenceStatistic(recipe)
    case .mean, .gap, .meanOfClusters, .correlation, .ambiguousBias, .icat, .f1, .f1Ratio:
      SumStatistic(recipe)
    }
  }
}
