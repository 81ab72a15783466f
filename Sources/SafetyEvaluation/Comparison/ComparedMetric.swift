import SafetyCore

/// A figure that is a mean over items, so that pairs of items can be compared.
struct ComparedMetric {
  let name: String
  /// The score of the items.
  let score: String
  /// Whether items count that have the score 1, and no others.
  let isShare: Bool
  /// Dimensions that have figures of their own; nil for all that there are.
  let slices: [String]?
  let direction: MetricEvent.Direction
  let target: Double?

  /// Those among the figures of a benchmark's description.
  static func all(of recipes: [MetricRecipe]) -> [ComparedMetric] {
    recipes.filter { $0.kind == .share || $0.kind == .mean }.map {
      ComparedMetric(
        name: $0.name,
        score: $0.score,
        isShare: $0.kind == .share,
        slices: $0.slices,
        direction: $0.direction,
        target: $0.target
      )
    }
  }

  /// One for each score, where no description is at hand, with what a figure of its value says of it.
  static func all(
    of record: EvaluationRecord,
    _ pairs: [(before: EvaluationItem, after: EvaluationItem)]
  ) -> [ComparedMetric] {
    Set(pairs.flatMap { $0.before.scores.keys }).sorted().map { score in
      let meaning = meaning(of: score, in: record)
      return ComparedMetric(
        name: meaning?.metric ?? score,
        score: score,
        isShare: false,
        slices: nil,
        direction: meaning?.direction ?? .none,
        target: meaning?.target.flatMap { Double($0) }
      )
    }
  }

  /// The figure of the whole set that bears the score's name, or is its mean.
  private static func meaning(of score: String, in record: EvaluationRecord) -> MetricEvent? {
    let values = record.items.compactMap { $0.scores[score].flatMap { Double($0) } }
    let mean = values.reduce(0, +) / Double(max(1, values.count))
    let candidates = record.wholeMetrics.filter { metric in
      metric.metric == score || (Double(metric.value).map { abs($0 - mean) < 1e-9 } ?? false)
    }
    return candidates.first { $0.metric == score } ?? candidates.first
  }
}
