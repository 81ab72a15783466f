import CorpusFiltering
import SafetyCore
import SafetyDetectors
import Testing

/// What the report says of a cascade's stages and of its audit.
struct CascadeTallyTests {
  private static let table = RuleTable([CascadeDetector.descriptor])

  private static func statistics(
    _ documents: [(stage: CascadeRecord.Stage, audit: CascadeRecord.Audit, isFlagged: Bool)]
  ) -> RunStatistics {
    var statistics = RunStatistics(
      table: table,
      rules: [],
      biasWarningRatio: 1.25,
      biasMinimumDocuments: 20,
      shards: ["letters.jsonl"]
    )
    for (index, document) in documents.enumerated() {
      var values = [Double](repeating: 0, count: table.rules.count)
      values[6] = Double(document.stage.rawValue)
      values[7] = document.isFlagged ? 1 : 0
      values[8] = Double(document.audit.rawValue)
      statistics.add(
        DocumentOutcome(
          id: "kettle-\(index)",
          shard: 0,
          line: index + 1,
          byteCount: 10,
          scalarCount: 10,
          values: values,
          decision: .init(failures: [])
        )
      )
    }
    return statistics
  }

  /// 1,000 documents: 900 cleared at once, 60 by tiny, 40 by small, of which 20 flagged.
  private static let sample: RunStatistics = statistics(
    (0..<1000).map { number in
      let stage: CascadeRecord.Stage = number < 900 ? .linear : number < 960 ? .tiny : .small
      let isFlagged = number >= 980
      let audit: CascadeRecord.Audit =
        switch number {
        case 0..<97: .clean
        case 97..<100: .missed
        case 995...: .flagged
        default: .notSampled
        }
      return (stage, audit, isFlagged)
    }
  )

  @Test func `counts what each stage settled`() throws {
    let tally = try #require(CascadeTally(Self.sample))
    #expect(tally.documents == 1000)
    #expect(CascadeRecord.Stage.allCases.map { tally.settled(by: $0) } == [900, 60, 40])
    #expect(tally.flagged == 20)
    #expect(tally.sampled == 105)
    #expect(tally.audited(.flagged) == 5)
  }

  @Test func `estimates what was missed, with the interval of Clopper and Pearson`() throws {
    let tally = try #require(CascadeTally(Self.sample))
    let share = try #require(tally.missedShare)
    #expect(share.value == 0.03)
    // scipy.stats.beta.ppf([.025, .975], [3, 4], [98, 97])
    #expect(abs(share.lower - 0.006229971538306394) < 1e-12)
    #expect(abs(share.upper - 0.08517605297428463) < 1e-12)
    let missed = try #require(tally.missedDocuments)
    #expect(abs(missed.value - 29.4) < 1e-9)
    #expect(missed.lower == max(3, share.lower * 980))
    let recall = try #require(tally.recall)
    #expect(abs(recall.value - 20 / 49.4) < 1e-12)
    #expect(recall.lower < recall.value && recall.value < recall.upper)
  }

  @Test func `knows nothing without a sample`() throws {
    let tally = try #require(
      CascadeTally(Self.statistics([(.linear, .notSampled, false), (.small, .notSampled, true)]))
    )
    #expect(tally.sampled == 0)
    #expect(tally.missedShare == nil)
    #expect(tally.missedDocuments == nil)
    #expect(tally.recall == nil)
  }

  @Test func `claims no recall where nothing was found or missed`() throws {
    let tally = try #require(CascadeTally(Self.statistics([(.linear, .clean, false)])))
    #expect(tally.missedShare?.value == 0)
    #expect(tally.recall == nil)
  }

  @Test func `is there only for a run with a cascade`() {
    #expect(CascadeTally(SampleRun.empty) == nil)
  }

  @Test func `survives a resumption`() throws {
    var restored = Self.statistics([])
    try restored.restore(from: Self.sample.serialized())
    #expect(CascadeTally(restored) == CascadeTally(Self.sample))
  }

  @Test func `stands in both reports`() {
    let report = FilterReport(statistics: Self.sample, context: SampleRun.context())
    let json = String(decoding: report.json(), as: UTF8.self)
    #expect(json.contains("\"sampled\": 105"))
    #expect(json.contains("\"settled\": 900"))
    #expect(json.contains("\"estimate\": 0.03"))
    let html = report.html()
    #expect(html.contains("<section id=\"cascade\">"))
    #expect(html.contains("misses about <b>29</b>"))
    #expect(html.contains("href=\"#cascade\""))
    let other = FilterReport(statistics: SampleRun.empty, context: SampleRun.context())
    #expect(String(decoding: other.json(), as: UTF8.self).contains("\"cascade\": null"))
    #expect(!other.html().contains("<section id=\"cascade\">"))
  }
}
