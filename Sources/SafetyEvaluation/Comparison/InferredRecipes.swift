import SafetyCore

extension MetricRecipe {
  /// A mean of each score, where no description says how a benchmark computes its figures, with what a
  /// figure of its value says of it.
  static func inferred(from record: EvaluationRecord, _ pairs: [OutcomePair]) -> [MetricRecipe] {
    let slices = Set(pairs.flatMap { $0.before.groups.keys }).sorted()
    return Set(pairs.flatMap { $0.before.scores.keys }).sorted().map { score in
      let meaning = meaning(of: score, in: record)
      return MetricRecipe(
        name: meaning?.metric ?? score,
        kind: .mean,
        score: score,
        slices: slices,
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
