import SafetyCore

/// The items of two records of one benchmark, paired by their ids.
struct PairedItems {
  private let before: EvaluationRecord
  private let after: EvaluationRecord
  private let recipes: [MetricRecipe]?
  private let pairs: [(before: EvaluationItem, after: EvaluationItem)]

  /// - Parameters:
  ///   - before: The first record.
  ///   - after: The second.
  ///   - recipes: How the benchmark computes its figures; nil where nobody knows.
  init(_ before: EvaluationRecord, _ after: EvaluationRecord, recipes: [MetricRecipe]?) {
    self.recipes = recipes
    self.before = before
    self.after = after
    var others: [String: EvaluationItem] = [:]
    for item in after.items { others[item.item] = item }
    pairs = before.items.compactMap { item in others[item.item].map { (item, $0) } }
  }

  func compared(_ bootstrap: PairedBootstrap) -> BenchmarkComparison {
    BenchmarkComparison(
      benchmark: before.benchmark,
      before: before.subject,
      after: after.subject,
      pairs: pairs.count,
      onlyBefore: before.items.count - pairs.count,
      onlyAfter: after.items.count - pairs.count,
      rows: pairs.isEmpty ? figureRows : itemRows(bootstrap),
      changes: pairs.filter { $0.before.prediction != $0.after.prediction }.map {
        .init(item: $0.before.item, before: $0.before.prediction, after: $0.after.prediction)
      }
    )
  }

  /// The whole set, then every slice, figure by figure; what is no mean of items by its intervals.
  private func itemRows(_ bootstrap: PairedBootstrap) -> [ComparisonRow] {
    let plans = recipes.map { ComparedMetric.all(of: $0) } ?? ComparedMetric.all(of: before, pairs)
    let rows = plans.flatMap { plan -> [ComparisonRow] in
      let scored = pairs.compactMap { ScoredPair($0.before, $0.after, plan) }
      guard !scored.isEmpty else { return [] }
      var slices: [[String: String]: [ScoredPair]] = [:]
      for pair in scored {
        for (dimension, group) in pair.groups where plan.slices?.contains(dimension) ?? true {
          slices[[dimension: group], default: []].append(pair)
        }
      }
      let ordered = slices.keys.sorted { Self.label($0) < Self.label($1) }
      return [row(plan, [:], scored, bootstrap)]
        + ordered.map { row(plan, $0, slices[$0] ?? [], bootstrap) }
    }
    let paired = Set(plans.map(\.name))
    return rows + (recipes == nil ? [] : figureRows.filter { !paired.contains($0.metric) })
  }

  private static func label(_ slice: [String: String]) -> String {
    slice.map { "\($0.key)=\($0.value)" }.joined()
  }

  private func row(
    _ plan: ComparedMetric,
    _ slice: [String: String],
    _ scored: [ScoredPair],
    _ bootstrap: PairedBootstrap
  ) -> ComparisonRow {
    let differences = scored.map { $0.after - $0.before }
    let estimate = bootstrap.mean(of: differences)
    let interval = scored.count > 1 ? estimate : nil
    let count = Double(scored.count)
    let isBinary = scored.allSatisfy(\.isBinary)
    let lost = differences.count { $0 < 0 }
    let gained = differences.count { $0 > 0 }
    return ComparisonRow(
      metric: plan.name,
      slice: slice,
      before: scored.reduce(0) { $0 + $1.before } / count,
      after: scored.reduce(0) { $0 + $1.after } / count,
      lower: interval?.lower,
      upper: interval?.upper,
      count: scored.count,
      lost: lost,
      gained: gained,
      test: isBinary ? .mcNemar : .pairedBootstrap,
      p: isBinary ? McNemarTest(lost: lost, gained: gained).p : estimate?.p,
      direction: plan.direction,
      target: plan.target
    )
  }

  /// Figures without items: each against its namesake, by their intervals.
  private var figureRows: [ComparisonRow] {
    before.metrics.compactMap { metric in
      guard
        let other = after.metrics.first(where: {
          $0.metric == metric.metric && $0.slice == metric.slice
        }), let first = Self.figure(metric), let second = Self.figure(other)
      else { return nil }
      let difference = IndependentDifference(from: first, to: second)
      return ComparisonRow(
        metric: metric.metric,
        slice: metric.slice,
        before: first.value,
        after: second.value,
        lower: difference.lower,
        upper: difference.upper,
        count: min(metric.count, other.count),
        lost: 0,
        gained: 0,
        test: .intervals,
        direction: other.direction,
        target: other.target.flatMap { Double($0) }
      )
    }
  }

  private static func figure(_ metric: MetricEvent) -> IndependentDifference.Figure? {
    guard let interval = metric.interval, let value = Double(metric.value),
      let lower = Double(interval.low), let upper = Double(interval.high)
    else { return nil }
    return .init(value: value, lower: lower, upper: upper)
  }
}

/// One score of one item in both runs.
private struct ScoredPair {
  let before: Double
  let after: Double
  let groups: [String: String]

  /// Nil where either run has no such score.
  init?(_ before: EvaluationItem, _ after: EvaluationItem, _ plan: ComparedMetric) {
    guard let first = before.scores[plan.score].flatMap({ Double($0) }), first.isFinite,
      let second = after.scores[plan.score].flatMap({ Double($0) }), second.isFinite
    else { return nil }
    self.before = plan.isShare ? (first == 1 ? 1 : 0) : first
    self.after = plan.isShare ? (second == 1 ? 1 : 0) : second
    groups = before.groups
  }

  var isBinary: Bool { (before == 0 || before == 1) && (after == 0 || after == 1) }
}
