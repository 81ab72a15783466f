import SafetyEvaluation
import Testing

struct SeedIntervalTests {
  /// Half widths by scipy 1.17: `stats.t.ppf(0.975, n - 1) * std(ddof=1) / sqrt(n)`.
  @Test(arguments: [
    ([1.0, 2], 6.353102368087347), ([1, 2, 4], 3.7945830335967594),
    ([0.5, 0.25, 0.75, 0.5, 1], 0.353928694245568),
  ])
  func `has the width of Student's interval`(values: [Double], half: Double) throws {
    let interval = try #require(SeedInterval(values))
    #expect(abs(interval.mean - values.reduce(0, +) / Double(values.count)) < 1e-12)
    #expect(abs(interval.upper - interval.mean - half) < 1e-9)
    #expect(abs(interval.mean - interval.lower - half) < 1e-9)
    #expect(interval.lowest == values.min() && interval.highest == values.max())
    #expect(interval.seeds == values.count)
  }

  @Test func `has no width where all seeds agree, and is nothing for one`() throws {
    let same = try #require(SeedInterval([0.1, 0.1, 0.1]))
    #expect(same.mean == 0.1 && same.lower == 0.1 && same.upper == 0.1 && same.deviation == 0)
    #expect(SeedInterval([0.5]) == nil && SeedInterval([]) == nil)
    #expect(SeedInterval([0.5, .nan]) == nil)
  }
}
