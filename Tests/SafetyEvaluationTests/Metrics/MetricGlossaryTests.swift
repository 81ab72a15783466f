import SafetyEvaluation
import Testing

/// What the names of figures mean, for all that we ship and for nothing that we do not know.
struct MetricGlossaryTests {
  @Test func `explains every figure of every shipped benchmark in a sentence`() throws {
    for id in try ShippedBenchmarks.names() {
      for metric in try ShippedBenchmarks.read(id).metrics {
        let meaning = MetricGlossary.meaning(of: metric.name, in: id)
        #expect(meaning?.hasSuffix(".") == true, "\(id): \(metric.name)")
      }
    }
  }

  @Test func `knows what a name means in one benchmark`() throws {
    let order = try #require(MetricGlossary.meaning(of: "consistency", in: "hh-rlhf-preference"))
    let language = try #require(MetricGlossary.meaning(of: "consistency", in: "catqa-consistency"))
    #expect(order.contains("order") && language.contains("languages"))
    #expect(MetricGlossary.meaning(of: "consistency", in: "kettles") == nil)
  }

  @Test func `takes each explanation once, in the order of the figures`() {
    let entries = MetricGlossary.entries(of: [
      (metric: "lms", benchmark: "stereoset-intrasentence"),
      (metric: "silver_share", benchmark: "kettles"),
      (metric: "accuracy", benchmark: "kettles"),
      (metric: "lms", benchmark: "stereoset-intersentence"),
      (metric: "consistency", benchmark: "typo-robustness"),
      (metric: "consistency", benchmark: "catqa-consistency"),
    ])
    #expect(entries.map(\.name) == ["lms", "accuracy", "consistency", "consistency"])
    #expect(Set(entries.map(\.meaning)).count == 4)
  }
}
