import SafetyCore

/// How far one figure moved between two runs over the same items.
package struct MetricChange: Sendable, Hashable {
  package var before: Double
  package var after: Double
  /// Of the difference, 95%; nil where too few units allow none.
  package var lower: Double?
  package var upper: Double?
  package var p: Double?
  package var test: ComparisonRow.Test
  /// Units that are paired: items, or the clusters that the figure counts.
  package var count: Int
  /// Units whose value fell, and rose.
  package var lost = 0
  package var gained = 0
}

extension MetricChange {
  /// The change of a mean over units; yes and no by McNemar's test, numbers by the paired bootstrap.
  ///
  /// - Parameters:
  ///   - units: The value of each in both runs.
  ///   - sign: Whether -1...1 stands for 0...1, as in a signed share.
  ///   - bootstrap: Draws units again where they are numbers.
  /// - Returns: Nil for no units.
  static func ofMean(
    _ units: [(before: Double, after: Double)],
    sign: Bool = false,
    _ bootstrap: PairedBootstrap
  ) -> MetricChange? {
    guard !units.isEmpty else { return nil }
    let isBinary = units.allSatisfy { unit in
      (unit.before == 0 || unit.before == 1) && (unit.after == 0 || unit.after == 1)
    }
    return isBinary ? ofShare(units, sign: sign) : ofNumbers(units, bootstrap)
  }

  private static func ofShare(_ units: [(before: Double, after: Double)], sign: Bool)
    -> MetricChange?
  {
    let lost = units.count { $0.before > $0.after }
    let gained = units.count { $0.before < $0.after }
    let both = units.count { $0.before == 1 && $0.after == 1 }
    let neither = units.count - lost - gained - both
    guard
      let paired = PairedProportions(both: both, lost: lost, gained: gained, neither: neither)
    else { return nil }
    func scaled(_ share: Double) -> Double { sign ? 2 * share - 1 : share }
    let width = sign ? 2.0 : 1.0
    return MetricChange(
      before: scaled(Double(both + lost) / Double(units.count)),
      after: scaled(Double(both + gained) / Double(units.count)),
      lower: width * paired.lower,
      upper: width * paired.upper,
      p: McNemarTest(lost: lost, gained: gained).p,
      test: .mcNemar,
      count: units.count,
      lost: lost,
      gained: gained
    )
  }

  private static func ofNumbers(
    _ units: [(before: Double, after: Double)],
    _ bootstrap: PairedBootstrap
  ) -> MetricChange? {
    let differences = units.map { $0.after - $0.before }
    let estimate = bootstrap.expanded(units: units.count).mean(of: differences)
    let count = Double(units.count)
    return MetricChange(
      before: units.reduce(0) { $0 + $1.before } / count,
      after: units.reduce(0) { $0 + $1.after } / count,
      test: .pairedBootstrap,
      count: units.count
    ).counting(differences).with(estimate)
  }

  /// The change of a statistic of sums over units, by drawing units again for both runs alike.
  ///
  /// - Parameters:
  ///   - before: A row of addends for each unit in the first run.
  ///   - after: The same units in the second.
  ///   - bootstrap: Draws units again.
  ///   - statistic: Of the sums of the rows; nil where they allow none.
  /// - Returns: Nil where either run has no figure.
  static func ofSums(
    _ before: [[Double]],
    _ after: [[Double]],
    _ bootstrap: PairedBootstrap,
    _ statistic: ([Double]) -> Double?
  ) -> MetricChange? {
    func sums(_ rows: [[Double]], _ sample: ArraySlice<Int>) -> [Double] {
      var sums = [Double](repeating: 0, count: rows[0].count)
      for index in sample { for column in sums.indices { sums[column] += rows[index][column] } }
      return sums
    }
    guard !before.isEmpty, before.count == after.count,
      let first = statistic(sums(before, ArraySlice(before.indices))),
      let second = statistic(sums(after, ArraySlice(after.indices)))
    else { return nil }
    let change = MetricChange(
      before: first,
      after: second,
      test: .pairedBootstrap,
      count: before.count
    )
    let estimate = bootstrap.difference(
      units: before.count,
      differing: zip(before, after).count { $0 != $1 },
      { statistic(sums(before, $0)) },
      { statistic(sums(after, $0)) }
    )
    return change.with(estimate)
  }

  /// The change of an area under a curve, from what each item adds to its distance from the expected one.
  ///
  /// The test of DeLong for two curves over the same items (DeLong et al. 1988).
  ///
  /// - Parameters:
  ///   - before: The area in the first run.
  ///   - after: The area in the second.
  ///   - additions: Of each item in both runs.
  ///   - differing: Items that do not stand where they stood; p is not below what so many can tell.
  /// - Returns: Without an interval where no item moved.
  static func ofAreas(
    before: Double,
    after: Double,
    _ additions: [(before: Double, after: Double)],
    differing: Int
  ) -> MetricChange {
    var change = MetricChange(
      before: before,
      after: after,
      test: .deLong,
      count: additions.count
    )
    let differences = additions.map { $0.after - $0.before }
    let spread = differences.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let least = PairedBootstrap.leastChance(differences: differing)
    guard spread > 0 else {
      change.p = before == after ? 1 : nil
      return change
    }
    let reach = NormalQuantile.upper(0.025) * spread
    (change.lower, change.upper) = (change.delta - reach, change.delta + reach)
    change.p = max(least, min(1, 2 * NormalQuantile.tail(above: abs(change.delta) / spread)))
    return change
  }

  private var delta: Double { after - before }

  /// With the numbers of units that fell and rose.
  func counting(_ differences: [Double]) -> MetricChange {
    var change = self
    change.lost = differences.count { $0 < 0 }
    change.gained = differences.count { $0 > 0 }
    return change
  }

  /// With what a bootstrap found; one unit alone says nothing of how far others could move.
  private func with(_ estimate: PairedBootstrap.Estimate?) -> MetricChange {
    var change = self
    change.p = estimate?.p
    if count > 1 { (change.lower, change.upper) = (estimate?.lower, estimate?.upper) }
    return change
  }
}
