import Testing

import SafetyEvaluation

/// Intervals against scipy, from twenty looks to forty million.
struct BinomialIntervalTests {
  @Test func `gives scipy's intervals`() throws {
    let cases = try MetricGoldens.read().intervals
    #expect(cases.count > 40)
    for golden in cases {
      let (part, whole, confidence) = (golden.part, golden.whole, golden.confidence)
      let what: Comment = "\(part)/\(whole) at \(confidence)"
      expect(
        .clopperPearson(part, of: whole, confidence: confidence),
        golden.clopperPearsonBoth,
        what
      )
      expect(.wilson(part, of: whole, confidence: confidence), golden.wilsonBoth, what)
    }
  }

  @Test func `follows the incomplete beta function of scipy`() throws {
    let cases = try MetricGoldens.read().beta
    #expect(cases.count > 100)
    for golden in cases {
      let found = IncompleteBeta.value(golden[0], golden[1], golden[2])
      expectEqual(found, golden[3], "\(golden)", within: 1e-10)
    }
  }

  @Test func `knows nothing where nobody looked`() {
    #expect(BinomialInterval.clopperPearson(0, of: 0) == nil)
    #expect(BinomialInterval.wilson(0, of: 0) == nil)
    #expect(BinomialInterval.clopperPearson(2, of: 1) == nil)
    #expect(BinomialInterval.clopperPearson(-1, of: 1) == nil)
    #expect(BinomialInterval.clopperPearson(1, of: 2, confidence: 1) == nil)
    #expect(BinomialInterval.wilson(1, of: 2, confidence: .nan) == nil)
    #expect(IncompleteBeta.value(0.5, 0, 1) == nil)
    #expect(IncompleteBeta.value(.nan, 1, 1) == nil)
    #expect(IncompleteBeta.quantile(1.5, 1, 1) == nil)
  }

  @Test func `certifies a recall of 0.95 from as many positives as the design says`() throws {
    // The lower end of 90 % alone is wrong once in twenty times.
    let seen = try #require(BinomialInterval.clopperPearson(1296, of: 1350, confidence: 0.9))
    #expect(seen.lower >= 0.95)
    let fewer = try #require(BinomialInterval.clopperPearson(600, of: 625, confidence: 0.9))
    #expect(fewer.lower < 0.95)
  }

  private func expect(_ found: BinomialInterval?, _ wanted: [Double], _ what: Comment) {
    for (end, value) in [(found?.lower, wanted[0]), (found?.upper, wanted[1])] {
      guard let end else {
        Issue.record("no interval for \(what)")
        continue
      }
      // Relative, because an upper end of some millionths matters in its digits.
      #expect(abs(end - value) <= 1e-6 * max(abs(value), 1e-12), what)
    }
  }
}
