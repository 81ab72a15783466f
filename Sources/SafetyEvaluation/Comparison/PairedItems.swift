import SafetyCore

/// The items of two records of one benchmark, paired by their ids.
struct PairedItems {
  private let before: EvaluationRecord
  private let after: EvaluationRecord
  private let recipes: [MetricRecipe]?
  private let events: [(before: EvaluationItem, after: EvaluationItem)]
  private let pairs: [OutcomePair]
  /// Items that one record alone has.
  private let unpaired: [ItemOutcome]

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
    events = before.items.compactMap { item in others[item.item].map { (item, $0) } }
    pairs = events.map { OutcomePair(Self.outcome($0.before), Self.outcome($0.after)) }
    let common = Set(events.map(\.before.item))
    unpaired = (before.items + after.items).filter { !common.contains($0.item) }.map(Self.outcome)
  }

  /// A score that is no number is none.
  private static func outcome(_ event: EvaluationItem) -> ItemOutcome {
    var outcome = ItemOutcome(event)
    outcome.scores = outcome.scores.filter(\.value.isFinite)
    return outcome
  }

  func compared(_ bootstrap: PairedBootstrap) -> BenchmarkComparison {
    let paired = pairedRows(bootstrap)
    let places = Set(paired.map { Place(metric: $0.metric, slice: $0.slice) })
    let (first, second) = (Self.figures(of: before), Self.figures(of: after))
    return BenchmarkComparison(
      benchmark: before.benchmark,
      before: before.subject,
      after: after.subject,
      pairs: pairs.count,
      onlyBefore: before.items.count - pairs.count,
      onlyAfter: after.items.count - pairs.count,
      rows: paired + figureRows(besides: places),
      figuresOnlyBefore: first.filter { !second.contains($0) && !places.contains($0) }.map(\.name),
      figuresOnlyAfter: second.filter { !first.contains($0) && !places.contains($0) }.map(\.name),
      changes: events.filter { $0.before.prediction != $0.after.prediction }.map {
        .init(item: $0.before.item, before: $0.before.prediction, after: $0.after.prediction)
      }
    )
  }

  /// Where a figure stands in a benchmark.
  private struct Place: Hashable {
    let metric: String
    let slice: [String: String]

    var name: String {
      let parts = slice.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      return ([metric] + parts).joined(separator: " ")
    }
  }

  private static func figures(of record: EvaluationRecord) -> [Place] {
    record.metrics.map { Place(metric: $0.metric, slice: $0.slice) }
  }

  /// Every figure, of the whole set and then its slices, from the items that both runs have.
  private func pairedRows(_ bootstrap: PairedBootstrap) -> [ComparisonRow] {
    (recipes ?? MetricRecipe.inferred(from: before, pairs)).flatMap { recipe in
      recipe.changes(of: pairs, unpaired: unpaired, bootstrap).map {
        ComparisonRow(recipe, $0.slice, $0.change)
      }
    }
  }

  /// Figures that no items stand behind: each against its namesake, by their intervals.
  private func figureRows(besides places: Set<Place>) -> [ComparisonRow] {
    before.metrics.compactMap { metric in
      guard !places.contains(Place(metric: metric.metric, slice: metric.slice)),
        let other = after.metrics.first(where: {
          $0.metric == metric.metric && $0.slice == metric.slice
        }), let first = Double(metric.value), let second = Double(other.value)
      else { return nil }
      let difference = Self.interval(metric).flatMap { one in
        Self.interval(other).map { IndependentDifference(from: one, to: $0) }
      }
      return ComparisonRow(
        metric: metric.metric,
        slice: metric.slice,
        before: first,
        after: second,
        lower: difference?.lower,
        upper: difference?.upper,
        count: min(metric.count, other.count),
        lost: 0,
        gained: 0,
        test: .intervals,
        p: difference?.p,
        direction: other.direction,
        target: other.target.flatMap { Double($0) }
      )
    }
  }

  private static func interval(_ metric: MetricEvent) -> IndependentDifference.Figure? {
    guard let interval = metric.interval, let value = Double(metric.value),
      let lower = Double(interval.low), let upper = Double(interval.high), lower < upper
    else { return nil }
    return .init(value: value, lower: lower, upper: upper)
  }
}
