/// Draws items again, with replacement, to see how far a figure moves with the choice of items.
///
/// Percentiles of the figures over the samples, as Efron has them; the same for a seed everywhere.
package struct PairedBootstrap: Sendable, Hashable {
  package var seed: UInt64
  /// Samples that are drawn.
  package var resamples: Int
  /// The share of such intervals that hold the true value.
  package var confidence: Double

  package init(seed: UInt64 = 0, resamples: Int = 2_000, confidence: Double = 0.95) {
    self.seed = seed
    self.resamples = max(1, resamples)
    self.confidence = confidence
  }

  /// A figure and where it lies when the items are drawn again.
  package struct Estimate: Sendable, Hashable {
    package var value: Double
    package var lower: Double
    package var upper: Double
    /// How often a figure as far from zero comes by chance, from both sides; never below 1/samples.
    package var p: Double
  }

  /// Estimates any figure of a set of items.
  ///
  /// - Parameters:
  ///   - count: How many items there are.
  ///   - statistic: The figure of a sample, given by the items' numbers; nil where it has none.
  /// - Returns: Nil for no items, and where more than one sample in twenty has no figure.
  /// - Complexity: `resamples` times the cost of the figure.
  package func estimate(
    count: Int,
    _ statistic: (ArraySlice<Int>) throws -> Double?
  ) rethrows -> Estimate? {
    guard count > 0, let value = try statistic(ArraySlice(0..<count)) else { return nil }
    var generator = SplitMix64(seed: seed)
    var sample = [Int](repeating: 0, count: count)
    var figures: [Double] = []
    figures.reserveCapacity(resamples)
    for _ in 0..<resamples {
      for place in 0..<count { sample[place] = generator.index(below: count) }
      if let figure = try statistic(sample[...]) { figures.append(figure) }
    }
    return estimate(value, figures)
  }

  /// Estimates the mean of values, one an item; differences of pairs give a paired bootstrap.
  ///
  /// A few values of one sign have few samples to differ in: p is not below that of a test that turns
  /// their signs.
  package func mean(of values: [Double]) -> Estimate? {
    var estimate = estimate(count: values.count) { sample in
      var sum = 0.0
      for index in sample { sum += values[index] }
      return sum / Double(values.count)
    }
    if let p = estimate?.p {
      estimate?.p = max(p, Self.leastChance(differences: values.count { $0 != 0 }))
    }
    return estimate
  }

  /// Estimates how far a statistic moves between two runs, drawing the same units for both.
  ///
  /// - Parameters:
  ///   - units: Items or clusters that both runs have.
  ///   - differing: Those that are not the same in both; p is not below what so many can tell.
  ///   - before: The statistic of a sample in the first run; nil where it has none.
  ///   - after: The same in the second.
  /// - Returns: Nil as for `estimate`.
  func difference(
    units: Int,
    differing: Int,
    _ before: (ArraySlice<Int>) -> Double?,
    _ after: (ArraySlice<Int>) -> Double?
  ) -> Estimate? {
    var found = expanded(units: units).estimate(count: units) { sample -> Double? in
      guard let first = before(sample), let second = after(sample) else { return nil }
      return second - first
    }
    if let p = found?.p { found?.p = max(p, Self.leastChance(differences: differing)) }
    return found
  }

  /// With ends that hold for few units too.
  func expanded(units: Int) -> PairedBootstrap {
    var copy = self
    copy.confidence = 1 - 2 * ExpandedPercentile.tail((1 - confidence) / 2, units: units)
    return copy
  }

  /// How often all differences fall to one side, or all to the other, where neither is likelier.
  static func leastChance(differences: Int) -> Double {
    Double(sign: .plus, exponent: 1 - max(1, differences), significand: 1)
  }

  private func estimate(_ value: Double, _ figures: [Double]) -> Estimate? {
    guard value.isFinite, figures.count * 20 >= resamples * 19 else { return nil }
    guard figures.allSatisfy(\.isFinite) else { return nil }
    let sorted = figures.sorted()
    let below = figures.count { $0 <= 0 }
    let above = figures.count { $0 >= 0 }
    let share = Double(min(below, above) + 1) / Double(figures.count + 1)
    let tail = (1 - confidence) / 2
    return Estimate(
      value: value,
      lower: Bootstrap.quantile(tail, of: sorted),
      upper: Bootstrap.quantile(1 - tail, of: sorted),
      p: min(1, 2 * share)
    )
  }
}
