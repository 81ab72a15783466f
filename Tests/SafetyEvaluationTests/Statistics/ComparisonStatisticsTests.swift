import SafetyEvaluation
import Testing

/// Paired and unpaired differences against scipy and statsmodels.
struct ComparisonStatisticsTests {
  @Test func `draws items again as numpy and scipy do`() throws {
    let cases = try ComparisonGoldens.read().bootstrap
    #expect(cases.count == 8)
    for golden in cases {
      let bootstrap = PairedBootstrap(
        seed: golden.seed,
        resamples: golden.resamples,
        confidence: golden.confidence
      )
      let found = try #require(bootstrap.mean(of: golden.values))
      #expect(abs(found.lower - golden.lower) < 1e-12)
      #expect(abs(found.upper - golden.upper) < 1e-12)
      #expect(abs(found.p - golden.p) < 1e-12)
      // Another generator and as many again: equal but for the noise of drawing.
      let noise = 0.02 + 0.1 * (golden.scipy[1] - golden.scipy[0])
      #expect(abs(found.lower - golden.scipy[0]) < noise)
      #expect(abs(found.upper - golden.scipy[1]) < noise)
    }
  }

  @Test(
    arguments: [
      ([0.25], 1.0), ([0.25, 0, 0, 0], 1), ([0.25, 0.5], 0.5), ([-0.25, -0.5], 0.5),
      ([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 0.03125), ([0, 0], 1),
    ] as [([Double], Double)]
  )
  func `needs pairs that differ, however far they do`(values: [Double], p: Double) throws {
    #expect(try #require(PairedBootstrap().mean(of: values)).p == p)
  }

  @Test func `gives the same for a seed and another for another`() throws {
    let values = (0..<50).map { Double($0 * $0 % 17) }
    let first = try #require(PairedBootstrap(seed: 1).mean(of: values))
    #expect(PairedBootstrap(seed: 1).mean(of: values) == first)
    #expect(PairedBootstrap(seed: 2).mean(of: values) != first)
    #expect(first.lower < first.value && first.value < first.upper)
  }

  @Test func `estimates any figure and knows nothing where samples have none`() {
    let values = [1.0, 2, 3, 4]
    let largest = PairedBootstrap(seed: 3, resamples: 200).estimate(count: 4) { sample in
      sample.map { values[$0] }.max()
    }
    #expect(largest?.value == 4 && largest?.upper == 4)
    #expect(PairedBootstrap().estimate(count: 0) { _ in 1 } == nil)
    #expect(PairedBootstrap().mean(of: []) == nil)
    #expect(PairedBootstrap().mean(of: [.nan, 1]) == nil)
    // The figure exists only where the sample holds the one item of two, in three samples of four.
    let rare = PairedBootstrap().estimate(count: 2) { $0.contains(0) ? 1 : nil }
    #expect(rare == nil)
  }

  @Test func `gives McNemar's exact probability`() throws {
    let cases = try ComparisonGoldens.read().mcnemar
    #expect(cases.count == 9)
    for golden in cases {
      let found = McNemarTest(lost: golden.lost, gained: golden.gained).p
      #expect(abs(found - golden.p) <= 1e-9 * max(golden.p, 1e-6), "\(golden)")
    }
  }

  @Test func `recovers Newcombe's interval from those of Wilson`() throws {
    let cases = try ComparisonGoldens.read().newcombe
    #expect(cases.count == 5)
    for golden in cases {
      let found = IndependentDifference(
        from: try figure(golden.first),
        to: try figure(golden.second)
      )
      #expect(abs(found.lower - golden.lower) < 1e-9, "\(golden)")
      #expect(abs(found.upper - golden.upper) < 1e-9, "\(golden)")
    }
    let apart = IndependentDifference(from: try figure([1, 50]), to: try figure([40, 50]))
    #expect(apart.lower > 0)
    let alike = IndependentDifference(from: try figure([20, 50]), to: try figure([21, 50]))
    #expect(alike.lower < 0 && alike.upper > 0)
  }

  @Test func `gives paired shares Newcombe's interval, which has a width for all and none`()
    throws
  {
    let cases = try ComparisonGoldens.read().paired
    #expect(cases.count == 7)
    for golden in cases {
      let counts = golden.counts
      let found = try #require(
        PairedProportions(both: counts[0], lost: counts[1], gained: counts[2], neither: counts[3])
      )
      #expect(abs(found.lower - golden.lower) < 1e-9, "\(golden)")
      #expect(abs(found.upper - golden.upper) < 1e-9, "\(golden)")
    }
    #expect(PairedProportions(both: 0, lost: 0, gained: 0, neither: 0) == nil)
  }

  @Test func `covers the difference of paired shares about as often as it says`() {
    // Of 12 items, 0.9 right before and 0.6 after: plain percentiles cover it in about 0.88 of runs.
    var random = SplitMix64(seed: 5)
    var covered = 0
    for _ in 0..<1_000 {
      var counts = [0, 0, 0, 0]
      for _ in 0..<12 { counts[[0, 0, 0, 0, 0, 0, 1, 1, 1, 3][random.index(below: 10)]] += 1 }
      let found = PairedProportions(
        both: counts[0],
        lost: counts[1],
        gained: counts[2],
        neither: counts[3]
      )
      if let found, found.lower <= -0.3, -0.3 <= found.upper { covered += 1 }
    }
    #expect(930...1_000 ~= covered, "\(covered) of 1000")
  }

  @Test func `widens percentiles for few units as Student's t asks`() throws {
    let cases = try ComparisonGoldens.read().expanded
    #expect(cases.count == 7)
    for golden in cases {
      let tail = ExpandedPercentile.tail(0.025, units: golden.units)
      let student = try #require(StudentQuantile.upper(0.025, degrees: golden.units - 1))
      #expect(abs(student / golden.student - 1) < 1e-8, "\(golden)")
      #expect(abs(tail / golden.tail - 1) < 1e-4, "\(golden)")
    }
    #expect(ExpandedPercentile.tail(0.025, units: 1) == 0.025)
  }

  @Test func `calls a difference of intervals chance where they reach over zero`() throws {
    for golden in try ComparisonGoldens.read().newcombe {
      let found = IndependentDifference(
        from: try figure(golden.first),
        to: try figure(golden.second)
      )
      let p = try #require(found.p)
      #expect((p < 0.05) == (golden.lower > 0 || golden.upper < 0), "\(golden)")
    }
    let point = IndependentDifference.Figure(value: 1, lower: 1, upper: 1)
    let other = IndependentDifference.Figure(value: 0.5, lower: 0.5, upper: 0.5)
    #expect(IndependentDifference(from: point, to: other).p == nil)
  }

  @Test func `adjusts many probabilities by Holm`() throws {
    for golden in try ComparisonGoldens.read().holm {
      let found = HolmCorrection.adjusted(golden.given)
      #expect(found.count == golden.adjusted.count)
      for (value, wanted) in zip(found, golden.adjusted) { #expect(abs(value - wanted) < 1e-12) }
    }
  }

  private func figure(_ counts: [Int]) throws -> IndependentDifference.Figure {
    let interval = try #require(BinomialInterval.wilson(counts[0], of: counts[1]))
    return .init(
      value: Double(counts[0]) / Double(counts[1]),
      lower: interval.lower,
      upper: interval.upper
    )
  }
}
