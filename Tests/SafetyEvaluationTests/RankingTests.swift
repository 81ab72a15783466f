import Testing

import SafetyEvaluation

/// Metrics of scores and truths against scikit-learn, and where they know nothing.
struct RankingTests {
  @Test func `gives scikit-learn's figures, ties or not`() throws {
    let cases = try MetricGoldens.read().ranking
    #expect(cases.count > 8)
    for (number, golden) in cases.enumerated() {
      let all = try #require(LabelledScores(scores: golden.scores, truths: golden.truths))
      expectEqual(all.rocAUC, golden.rocAuc, "\(number)")
      expectEqual(all.averagePrecision, golden.averagePrecision, "\(number)")
      expectEqual(all.calibrationError(), golden.calibrationError, "\(number)")
    }
  }

  @Test func `counts flagged texts as scikit-learn does`() throws {
    for (number, golden) in try MetricGoldens.read().ranking.enumerated() {
      let all = try #require(LabelledScores(scores: golden.scores, truths: golden.truths))
      let table = all.confusion(threshold: golden.threshold)
      let counts = [
        table.truePositives, table.falsePositives, table.falseNegatives, table.trueNegatives,
      ]
      #expect(counts == golden.confusion, "\(number)")
      #expect(counts.reduce(0, +) == all.count)
      expectEqual(table.precision, golden.precision, "\(number)")
      expectEqual(table.recall, golden.recall, "\(number)")
      expectEqual(table.falsePositiveRate, golden.falsePositiveRate, "\(number)")
      expectEqual(table.f1, golden.f1, "\(number)")
    }
  }

  @Test func `compares a group with the background`() throws {
    for (number, golden) in try MetricGoldens.read().ranking.enumerated() {
      let all = try #require(LabelledScores(scores: golden.scores, truths: golden.truths))
      let group = try #require(SubgroupAUC(all, mentions: golden.mentions))
      #expect(group.count == golden.mentions.count { $0 })
      expectEqual(group.subgroup, golden.subgroup, "\(number)")
      expectEqual(group.bpsn, golden.bpsn, "\(number)")
      expectEqual(group.bnsp, golden.bnsp, "\(number)")
    }
  }

  @Test func `does not depend on the order of the texts`() throws {
    for golden in try MetricGoldens.read().ranking {
      let all = try #require(LabelledScores(scores: golden.scores, truths: golden.truths))
      let turned = try #require(
        LabelledScores(scores: golden.scores.reversed(), truths: golden.truths.reversed())
      )
      #expect(all.rocAUC == turned.rocAUC)
      #expect(all.averagePrecision == turned.averagePrecision)
      #expect(all.calibrationError() == turned.calibrationError())
    }
  }

  @Test func `knows nothing of scores that are none`() {
    #expect(LabelledScores(scores: [0.1, .nan], truths: [true, false]) == nil)
    #expect(LabelledScores(scores: [0.1, .infinity], truths: [true, false]) == nil)
    #expect(LabelledScores(scores: [0.1], truths: [true, false]) == nil)
    #expect(LabelledScores(scores: [], truths: []) == nil)
  }

  @Test func `knows nothing where a class is empty`() throws {
    let clean = try #require(LabelledScores(scores: [0.1, 0.9], truths: [false, false]))
    #expect(clean.rocAUC == nil)
    #expect(clean.averagePrecision == nil)
    #expect(clean.confusion(threshold: 0.5).recall == nil)
    #expect(clean.confusion(threshold: 0.5).f1 == nil)
    #expect(clean.confusion(threshold: 0.95).precision == nil)
    #expect(clean.calibrationError(bins: 0) == nil)
    #expect(clean.selecting([false, false]) == nil)
    #expect(clean.selecting([true]) == nil)
    #expect(SubgroupAUC(clean, mentions: [true]) == nil)
    #expect(ConfusionTable().falsePositiveRate == nil)
  }

  @Test func `shares the texts out over the bins`() throws {
    let scores = (0..<17).map { Double($0) / 17 }
    let all = try #require(LabelledScores(scores: scores, truths: scores.map { $0 > 0.5 }))
    #expect(all.calibrationBins(15).map(\.count) == [2, 2] + Array(repeating: 1, count: 13))
    #expect(all.calibrationBins(99).count == 17)
    #expect(all.calibrationBins(1).map(\.count) == [17])
  }
}

func expectEqual(_ found: Double?, _ wanted: Double?, _ what: Comment, within: Double = 1e-12) {
  guard let found, let wanted else {
    #expect(found == wanted, what)
    return
  }
  #expect(abs(found - wanted) <= within * max(1, abs(wanted)), what)
}
