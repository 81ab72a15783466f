import SafetyCore

/// A metric as a benchmark's description names it.
package struct MetricRecipe: Sendable, Hashable {
  /// As the benchmark's authors name it.
  package var name: String
  package var kind: MetricKind
  /// The item score that is counted.
  package var score: String
  /// Dimensions whose values give a figure each, beside the whole set.
  package var slices: [String]
  package var direction: MetricEvent.Direction
  package var target: Double?
  /// What the kind asks for beside, by the names of its keys.
  package var options: [String: String]

  package init(
    name: String,
    kind: MetricKind,
    score: String,
    slices: [String] = [],
    direction: MetricEvent.Direction,
    target: Double? = nil,
    options: [String: String] = [:]
  ) {
    self.name = name
    self.kind = kind
    self.score = score
    self.slices = slices
    self.direction = direction
    self.target = target
    self.options = options
  }

  /// Computes the figure of the whole set and those of its slices.
  ///
  /// - Parameters:
  ///   - outcomes: Of all items; those without a score are passed over, and their clusters where a
  ///     figure asks for all of one.
  ///   - seed: Of the bootstrap.
  /// - Returns: Whole set first, then slices by dimension and value; none for what has no item.
  package func figures(of outcomes: [ItemOutcome], seed: UInt64) -> [EvaluationFigure] {
    let scored = scored(outcomes)
    var found = figure(of: scored, slice: [:], seed).map { [$0] } ?? []
    for dimension in slices {
      var parts: [String: [ItemOutcome]] = [:]
      for outcome in scored {
        guard let value = outcome.groups[dimension], !value.isEmpty else { continue }
        parts[value, default: []].append(outcome)
      }
      for (value, part) in parts.sorted(by: { $0.key < $1.key }) {
        if let figure = figure(of: part, slice: [dimension: value], seed) { found.append(figure) }
      }
    }
    return found
  }

  /// Compares the figure of the whole set and those of its slices in two runs.
  ///
  /// - Parameters:
  ///   - pairs: Items that both runs have; those without a score in either are passed over.
  ///   - unpaired: Items that one run alone has; what judges whole clusters passes over theirs.
  ///   - bootstrap: Of differences.
  /// - Returns: Whole set first, then slices by dimension and value; none for what has no pair.
  package func changes(
    of pairs: [OutcomePair],
    unpaired: [ItemOutcome] = [],
    _ bootstrap: PairedBootstrap
  ) -> [(slice: [String: String], change: MetricChange)] {
    let scored = scored(pairs, unpaired)
    let statistic = kind.statistic(self)
    var found = statistic.change(scored, bootstrap).map { [([String: String](), $0)] } ?? []
    for dimension in slices {
      let parts = Dictionary(grouping: scored) { $0.before.groups[dimension] }
      for (value, part) in parts.sorted(by: { $0.key ?? "" < $1.key ?? "" }) {
        guard let value, !value.isEmpty, let change = statistic.change(part, bootstrap) else {
          continue
        }
        found.append(([dimension: value], change))
      }
    }
    return found
  }

  private func scored(_ pairs: [OutcomePair], _ unpaired: [ItemOutcome]) -> [OutcomePair] {
    func isScored(_ pair: OutcomePair) -> Bool {
      pair.before.unscored == nil && pair.after.unscored == nil
    }
    guard kind.judgesWholeClusters, let name = options["cluster"] else {
      return pairs.filter(isScored)
    }
    let missing = pairs.filter { !isScored($0) }.before + unpaired
    let broken = Set(missing.compactMap { $0.groups[name] })
    return pairs.filter { isScored($0) && !broken.contains($0.before.groups[name] ?? "") }
  }

  /// That three of four items are right says nothing of a cluster whose fourth has no score.
  private func scored(_ outcomes: [ItemOutcome]) -> [ItemOutcome] {
    let scored = outcomes.filter { $0.unscored == nil }
    guard kind.judgesWholeClusters, scored.count < outcomes.count, let name = options["cluster"]
    else { return scored }
    let broken = Set(outcomes.filter { $0.unscored != nil }.compactMap { $0.groups[name] })
    return scored.filter { $0.groups[name].map { !broken.contains($0) } ?? true }
  }

  private func figure(
    of outcomes: [ItemOutcome],
    slice: [String: String],
    _ seed: UInt64
  ) -> EvaluationFigure? {
    guard let estimate = kind.statistic(self).estimate(outcomes, seed: seed) else { return nil }
    return EvaluationFigure(
      metric: name,
      slice: slice,
      estimate: estimate,
      direction: direction,
      target: target
    )
  }
}
