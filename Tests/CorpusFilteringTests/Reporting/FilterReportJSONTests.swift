import CorpusFiltering
import ReportPages
import SafetyCore
import Testing

@Suite struct `Report as JSON` {
  private func report(_ count: Int, elapsed: Double? = nil) -> FilterReport {
    var statistics = SampleRun.empty
    for outcome in SampleRun.outcomes(count) { statistics.add(outcome) }
    return FilterReport(statistics: statistics, context: SampleRun.context(elapsed: elapsed))
  }

  @Test func `has the same bytes however long the run took`() {
    #expect(report(300, elapsed: 1).json() == report(300, elapsed: 99).json())
  }

  @Test func `begins with its format and ends with a line feed`() {
    let text = String(decoding: report(0).json(), as: UTF8.self)
    #expect(text.hasPrefix("{\n  \"format\": \"gemma-safety.filter-report/1\",\n"))
    #expect(text.hasSuffix("}\n"))
  }

  @Test func `holds no excerpt`() {
    var context = SampleRun.context()
    context.examples = [
      ReportExample(rule: RuleID("a/b"), documentID: "kettle-1", excerpt: "silver kettle dance")
    ]
    let json = FilterReport(statistics: SampleRun.empty, context: context).json()
    #expect(!String(decoding: json, as: UTF8.self).contains("silver kettle dance"))
  }

  @Test func `writes numbers JSON knows and escapes the rest`() {
    let value = ReportValue.object([
      "a": .number(.nan), "b": .rounded(1.0 / 3), "c": .string("\"\u{1}"), "d": .array([]),
      "e": .array([.integer(1), .number(.infinity)]), "f": .members([]),
    ])
    let expected = """
      {
        "a": null,
        "b": 0.333333,
        "c": "\\"\\u0001",
        "d": [],
        "e": [1, null],
        "f": {}
      }

      """
    #expect(String(decoding: value.json, as: UTF8.self) == expected)
  }
}
