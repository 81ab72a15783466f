import Diagnostics
import Foundation
import SafetyCore
import SafetyEvaluation
import Testing

/// Intervals of figures that go out to lm-eval's format and come back.
struct ImportedIntervalTests {
  private func read(_ bytes: [UInt8]) throws -> ImportedResults {
    try ImportedResults(parsing: bytes, file: "results.json", run: "r1", now: HarnessFixture.now)
  }

  /// A run of ours none of whose sixty items was right, with Wilson's interval.
  private func exported() throws -> [UInt8] {
    var record = try SampleEvaluation.record(
      run: "r1",
      scores: Array(repeating: "0", count: 60)
    )
    for place in record.metrics.indices {
      record.metrics[place].value = "0"
      record.metrics[place].interval = .init(
        low: "0",
        high: "0.06017",
        level: "0.95",
        method: "wilson"
      )
    }
    return LMEvalExport(records: [record], toolVersion: "0.1.0").json
  }

  private let place = ["gemma_safety_intervals", "kettles", "accuracy,none"]

  @Test func `gives an interval back as it was`() throws {
    let metrics = try read(exported()).metrics
    try #require(metrics.count == 3)
    for metric in metrics {
      let expected = MetricEvent.Interval(
        low: "0",
        high: "0.06017",
        level: "0.95",
        method: "wilson"
      )
      #expect(metric.interval == expected, "\(metric.benchmark)")
    }
  }

  @Test func `says when the figures were taken`() throws {
    #expect(Set(try read(exported()).metrics.map(\.measured)) == ["2026-01-31T12:00:00Z"])
  }

  @Test func `ends a rate's interval at 0 and 1 where only its error is known`() throws {
    func interval(_ value: Double, _ key: String = "acc") throws -> MetricEvent.Interval? {
      let figures: [String: Any] = ["\(key),none": value, "\(key)_stderr,none": 0.1]
      let bytes = try HarnessFixture.changed("lm-eval", ["results", "kettles"], to: figures)
      return try read(bytes).metrics.first?.interval
    }
    let low = try #require(try interval(0.05))
    #expect(low.low == "0" && low.high.hasPrefix("0.2459") && low.method == "normal")
    let high = try #require(try interval(1, "refusal_rate"))
    #expect(high.high == "1" && high.low.hasPrefix("0.804"))
    // In percent, and of figures that are no rates, nothing is known of an end.
    #expect(try interval(1.05)?.high.hasPrefix("1.24") == true)
    #expect(try interval(0.05, "likelihood_difference")?.low.hasPrefix("-0.14") == true)
  }

  @Test(arguments: [
    ("low", "0.5"), ("low", "nan"), ("high", "wide"), ("level", "95"), ("level", "0"),
    ("method", ""), ("method", String(repeating: "w", count: 41)),
  ])
  func `refuses an interval that is none`(name: String, value: String) throws {
    let bytes = try HarnessFixture.changed(exported(), place + [name], to: value)
    let problem = #expect(throws: Diagnostic.self) { try read(bytes) }
    #expect(problem?.code == "evaluation/import")
    #expect(problem?.message.contains("gemma_safety_intervals.kettles.accuracy,none") == true)
  }

  @Test func `falls back on the error where the interval was taken out`() throws {
    let bytes = try HarnessFixture.changed(exported(), ["gemma_safety_intervals"], to: nil)
    let metric = try #require(try read(bytes).metrics.first { $0.benchmark == "kettles" })
    #expect(metric.interval?.method == "normal" && metric.interval?.low == "0")
  }
}
