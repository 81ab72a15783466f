import Diagnostics
import SafetyCore
import SafetyPolicy
import Testing

import Compression
import CorpusFiltering

@Suite struct `Run statistics` {
  private func books(_ changes: [[Int: Double]]) -> RunStatistics {
    var statistics = SampleRun.empty
    for (index, change) in changes.enumerated() {
      var values = SampleRun.clean
      for (slot, value) in change { values[slot] = value }
      statistics.add(SampleRun.outcome(index, values: values))
    }
    return statistics
  }

  @Test func `counts what became of documents`() {
    var statistics = books([[:], [0: 10], [6: 2], [0: 10, 4: 0.9], [11: 1]])
    statistics.addQuarantined(code: "input/broken-json", shard: 1)
    #expect(statistics.totals.documents == 5)
    #expect(statistics.totals.kept == 2)
    #expect(statistics.totals.removed == 3)
    #expect(statistics.totals.redacted == 1)
    #expect(statistics.totals.quarantined == 1)
    #expect(statistics.shardTotals.map(\.documents) == [3, 2])
    #expect(statistics.shardTotals[1].quarantined == 1)
    #expect(statistics.quarantine.rows == [.init(code: "input/broken-json", count: 1)])
  }

  @Test func `sends a document down the funnel at its first removing detector`() {
    let statistics = books([[0: 10, 4: 0.9], [4: 0.9], [6: 1], [6: 1, 11: 1]])
    #expect(statistics.funnel == [1, 1, 0, 0, 0, 1])
  }

  @Test func `tells failed alone from failed together`() {
    let statistics = books([[0: 10, 4: 0.9], [4: 0.9], [4: 0.9, 6: 1]])
    #expect(statistics.ruleCounts[4].failed == 3)
    #expect(statistics.ruleCounts[4].failedAlone == 2)
    #expect(statistics.ruleCounts[0].failedAlone == 0)
    #expect(statistics.overlap.count(0, 4) == 1)
    #expect(statistics.overlap.count(4, 0) == 1)
    #expect(statistics.overlap.count(4, 4) == 3)
    #expect(statistics.overlap.top(2) == [4, 0])
  }

  @Test func `counts a document once a category`() {
    let statistics = books([[0: 10, 1: 99, 4: 0.9], [6: 1, 7: 2], [6: 1, 0: 10]])
    #expect(
      statistics.categories.names == [
        .quality, .repetition, .toxicity, .personalData, .identity, .duplicate,
      ]
    )
    #expect(statistics.categories.removed == [2, 1, 0, 0, 0, 0])
    #expect(statistics.categories.edited == [0, 0, 0, 1, 0, 0])
  }

  @Test func `counts an unmeasured value as unknown and failed`() {
    let statistics = books([[2: .nan]])
    #expect(statistics.ruleCounts[2].unknown == 1)
    #expect(statistics.ruleCounts[2].measured == 0)
    #expect(statistics.ruleCounts[2].failed == 1)
    #expect(statistics.warnings.contains { $0.code == "rule-unknown" })
  }

  @Test func `keeps the five nearest on either side, earlier first among equals`() throws {
    let values: [Double] = [60, 49, 50, 51, 50, 48, 49, 52, 53, 30, 54, 47, 46, 45, .nan]
    let statistics = books(values.map { [0: $0] })
    let bounds = statistics.nearMisses.bounds
    let bound = try #require(bounds.firstIndex { $0.slot == 0 && $0.isMinimum })
    #expect(statistics.nearMisses.passed(bound).map(\.value) == [50, 50, 51, 52, 53])
    #expect(statistics.nearMisses.failed(bound).map(\.value) == [49, 49, 48, 47, 46])
    #expect(
      statistics.nearMisses.passed(bound).map(\.id).prefix(3) == [
        "kettle-2", "kettle-4", "kettle-3",
      ]
    )
  }

  @Test func `names no withheld document`() {
    var rules = SampleRun.rules
    rules[0] = RulePolicy(minimum: 50, action: .withhold)
    var statistics = RunStatistics(
      table: SampleRun.table,
      rules: rules,
      biasWarningRatio: 1.25,
      biasMinimumDocuments: 20,
      shards: SampleRun.shards
    )
    var values = SampleRun.clean
    values[0] = 10
    var outcome = SampleRun.outcome(0, values: values)
    outcome.decision = SampleRun.decide(values, rules: rules)
    statistics.add(outcome)
    #expect(statistics.totals.withheld == 1)
    #expect(statistics.totals.removed == 0)
    #expect(statistics.examples.allSatisfy { $0.isEmpty })
    #expect(statistics.nearMisses.lists.allSatisfy { $0.isEmpty })
  }

  @Test func `shortens ids that are too long for a report`() {
    let long = String(repeating: "é", count: 5000)
    let reference = DocumentReference(id: long, shard: 0, line: 1, value: 0)
    #expect(reference.id.utf8.count <= 160)
    #expect(reference.id.hasSuffix("…"))
  }

  @Test func `survives outcomes with stray slots and shards`() {
    var statistics = SampleRun.empty
    statistics.add(
      DocumentOutcome(
        id: "",
        shard: 99,
        line: 0,
        byteCount: 0,
        scalarCount: 0,
        values: [],
        spanCounts: [.init(rule: 500, count: 1)],
        decision: CorpusDecision(failures: [RuleVerdict(rule: 400, value: 1, action: .remove)])
      )
    )
    #expect(statistics.totals.removed == 1)
  }

  @Test func `warns of rules that fail on none or on all`() {
    let none = books([[Int: Double]](repeating: [0: 10], count: 100))
    let always = none.warnings.first { $0.code == "rule-always-failed" }
    #expect(always?.rules.count == 1)
    #expect(always?.message == "1 rule failed on every document")
    let never = none.warnings.first { $0.code == "rule-never-failed" }
    #expect(never?.rules.count == 8)
    #expect(never?.message == "8 rules failed on no document")
    let few = books([[Int: Double]](repeating: [0: 10], count: 99))
    #expect(few.warnings.isEmpty)
  }

  @Test func `gives the same result after a round trip of its state`() throws {
    let outcomes = SampleRun.outcomes(600)
    var undisturbed = SampleRun.empty
    var resumed = SampleRun.empty
    for (index, outcome) in outcomes.enumerated() {
      undisturbed.add(outcome)
      resumed.add(outcome)
      if index % 97 == 0 {
        undisturbed.addQuarantined(code: "input/code-\(index)", shard: 0)
        resumed.addQuarantined(code: "input/code-\(index)", shard: 0)
        let state = resumed.serialized()
        resumed = SampleRun.empty
        try resumed.restore(from: state)
        #expect(resumed.serialized() == state)
      }
    }
    #expect(resumed.serialized() == undisturbed.serialized())
    #expect(resumed.nearMisses == undisturbed.nearMisses)
    #expect(resumed.warnings == undisturbed.warnings)
  }

  @Test func `refuses the state of another run`() throws {
    var statistics = SampleRun.empty
    for outcome in SampleRun.outcomes(20) { statistics.add(outcome) }
    let state = statistics.serialized()
    var other = RunStatistics(
      table: SampleRun.table,
      rules: SampleRun.rules,
      biasWarningRatio: 1.25,
      biasMinimumDocuments: 20,
      shards: ["other.jsonl"]
    )
    #expect(throws: Diagnostic.self) { try other.restore(from: state) }
    #expect(other.totals.documents == 0)
  }

  @Test func `refuses damaged state without a crash`() {
    var statistics = SampleRun.empty
    for outcome in SampleRun.outcomes(50) { statistics.add(outcome) }
    let state = statistics.serialized()
    let seed: UInt64 = 20_261_124
    print("mutation seed \(seed)")
    var random = SplitMix(state: seed)
    for _ in 0..<3000 {
      var bytes = state
      if random.next() % 3 == 0 { bytes = Array(bytes.prefix(Int(random.next() % 4000))) }
      for _ in 0..<(1 + random.next() % 4) where !bytes.isEmpty {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      // Half of them get a valid checksum again, so that the parser behind it is reached.
      if random.next() % 2 == 0, bytes.count > 44 {
        var encoder = StateEncoder()
        encoder.raw(bytes.dropLast(4))
        encoder.word(CRC32.checksum(encoder.bytes[...]))
        bytes = encoder.bytes
      }
      var other = SampleRun.empty
      try? other.restore(from: bytes)
    }
  }
}
