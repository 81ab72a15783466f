import SafetyCore
import Testing

import CorpusFiltering

@Suite struct `Bias audit` {
  /// Books with given removals for toxicity among tea drinkers and among the rest.
  private func books(tea: (removed: Int, of: Int), rest: (removed: Int, of: Int)) -> RunStatistics {
    var statistics = SampleRun.empty
    for (group, counts) in [(1.0, tea), (0.0, rest)] {
      for index in 0..<counts.of {
        var values = SampleRun.clean
        values[8] = group
        values[5] = index < counts.removed ? 0.9 : 0.1
        statistics.add(SampleRun.outcome(index, values: values))
      }
    }
    return statistics
  }

  @Test func `agrees with the log method worked by hand`() throws {
    let ratio = try #require(RateRatio(events: 30, of: 100, against: 100, of: 1000))
    // (30.5 / 100.5) / (100.5 / 1000.5)
    #expect(abs(ratio.ratio - 3.021237) < 1e-5)
    #expect(abs(ratio.lower - 2.130217) < 1e-5)
    #expect(abs(ratio.upper - 4.284949) < 1e-5)
  }

  @Test func `has an interval for zero events and none without documents`() throws {
    let ratio = try #require(RateRatio(events: 0, of: 20, against: 3, of: 1000))
    #expect(ratio.ratio == 0 && ratio.lower == 0)
    #expect(ratio.upper > 10)
    #expect(RateRatio(events: 0, of: 10, against: 0, of: 10) == nil)
    #expect(RateRatio(events: 0, of: 0, against: 1, of: 10) == nil)
    let all = try #require(RateRatio(events: 10, of: 10, against: 10, of: 10))
    #expect(all.lower == 1 && all.upper == 1)
  }

  @Test func `warns of a group removed more often than the rest`() throws {
    let finding = try #require(
      books(tea: (30, 100), rest: (100, 1000)).biasFindings.first
    )
    #expect(finding.rule == RuleID("identity/tea-drinkers"))
    #expect(finding.counts.mentionsRemovedAsToxic == 30)
    #expect(finding.counts.othersRemovedAsToxic == 100)
    #expect(finding.isWarning && finding.isCertain)
  }

  @Test func `stays silent below the ratio and below the minimum`() throws {
    let equal = books(tea: (11, 100), rest: (100, 1000)).biasFindings
    #expect(equal.allSatisfy { !$0.isWarning })
    let few = books(tea: (10, 19), rest: (10, 1000)).biasFindings
    #expect(few.allSatisfy { !$0.isWarning })
    let noEvents = books(tea: (0, 50), rest: (0, 1000)).biasFindings
    #expect(noEvents.allSatisfy { !$0.isWarning && $0.removal == nil })
    let spared = books(tea: (0, 20), rest: (3, 1000)).biasFindings
    #expect(spared.allSatisfy { !$0.isWarning && ($0.toxicRemoval?.ratio ?? 0) == 0 })
    // The added half alone would be far above the limit, with its whole interval.
    let rare = books(tea: (0, 20), rest: (1, 5000)).biasFindings
    #expect(!rare.isEmpty && rare.allSatisfy { !$0.isWarning && !$0.isCertain })
  }

  @Test func `says when a raised ratio may be chance`() throws {
    let finding = try #require(books(tea: (3, 20), rest: (100, 1000)).biasFindings.first)
    #expect(finding.isWarning)
    #expect(!finding.isCertain)
  }
}
