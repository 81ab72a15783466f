import CorpusFiltering
import SafetyCore
import SafetyPolicy
import Testing

/// The books of benchmarks that were found, and that a resumed run has the same.
struct ContaminationTallyTests {
  private static let table = RuleTable([ContaminationDetector.descriptor])

  private static func empty() -> RunStatistics {
    RunStatistics(
      table: table,
      rules: [],
      biasWarningRatio: 1.25,
      biasMinimumDocuments: 20,
      shards: ["letters.jsonl"]
    )
  }

  private static func outcome(_ items: [(String, String)], isKept: Bool) -> DocumentOutcome {
    let failure = RuleVerdict(rule: 0, value: 1, maximum: 0, action: isKept ? .redact : .remove)
    var outcome = DocumentOutcome(
      id: "kettle",
      shard: 0,
      line: 1,
      byteCount: 10,
      scalarCount: 10,
      values: [1, 1],
      decision: .init(failures: [failure])
    )
    outcome.origins = items.map { EvidenceOrigin(benchmark: $0.0, item: $0.1) }
    return outcome
  }

  private static var sample: RunStatistics {
    var statistics = empty()
    statistics.add(outcome([("tea", "1"), ("tea", "2"), ("cups", "\"9\"")], isKept: false))
    statistics.add(outcome([("tea", "2")], isKept: true))
    return statistics
  }

  @Test func `counts items once and documents by benchmark`() throws {
    let benchmarks = try #require(Self.sample.contamination?.benchmarks)
    #expect(benchmarks["tea"]?.documents == 2 && benchmarks["tea"]?.kept == 1)
    #expect(benchmarks["tea"]?.items == ["1": 1, "2": 2])
    #expect(benchmarks["cups"]?.documents == 1 && benchmarks["cups"]?.kept == 0)
  }

  @Test func `lists items in order, a JSON line each`() throws {
    let lines = try #require(Self.sample.contamination).lines
    #expect(
      String(decoding: lines, as: UTF8.self) == """
        {"benchmark":"cups","documents":1,"item":"\\"9\\""}
        {"benchmark":"tea","documents":1,"item":"1"}
        {"benchmark":"tea","documents":2,"item":"2"}

        """
    )
  }

  @Test func `is restored from the state of a run`() throws {
    var restored = Self.empty()
    try restored.restore(from: Self.sample.serialized())
    #expect(restored.contamination == Self.sample.contamination)
    #expect(restored.serialized() == Self.sample.serialized())
  }

  @Test func `says where the share of the items may lie`() throws {
    let interval = try #require(ContaminationTally.interval(0, of: 100))
    #expect(interval.lower == 0 && (0.036...0.038).contains(interval.upper))
    #expect(ContaminationTally.interval(0, of: 0) == nil)
  }
}
