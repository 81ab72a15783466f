import Diagnostics
import FuzzSupport
import SafetyCore
import Testing

@Suite struct EventBodyTests {
  private static let digest = Digest.sha256("silver kettle dance".utf8)

  private static let begin = RunBegin(
    run: "r1",
    command: "filter",
    version: "0.1.0",
    hostClass: "linux-x86_64-2",
    policyDigest: digest,
    policyName: "corpus",
    inputs: [ShardInput(name: "a/b.jsonl", size: 12, sha256: digest)],
    options: ["sample": "0.5", "strict": true]
  )

  private static let decision = FilterDecision(
    run: "r1",
    id: "doc-7",
    shard: 0,
    line: 7,
    action: "redact",
    textSHA256: digest,
    textBytes: 900,
    policyDigest: digest,
    failures: [
      FilterFailure(
        rule: "personal-data/email",
        category: "personal-data",
        value: 20,
        maximum: 0,
        action: "redact",
        spans: (0..<20).map { $0 * 10..<$0 * 10 + 4 }
      ),
      FilterFailure(
        rule: "c4/words",
        category: "quality",
        value: .nan,
        minimum: 0.1,
        action: "annotate"
      ),
    ]
  )

  private static let shard = RunShard(
    run: "r1",
    shard: 0,
    name: "a/b.jsonl",
    counts: ShardCounts(read: 10, kept: 8, removed: 1, redacted: 2, quarantined: 1),
    itemsRoot: digest
  )

  private static let end = RunEnd(
    run: "r1",
    totals: shard.counts,
    byReason: ["c4/words": 1],
    itemsRoot: RunEnd.itemsRoot(of: [digest])
  )

  /// The body as the log writes it.
  private func body(_ record: DecisionRecord) -> [UInt8] {
    var members = record.body
    members["kind"] = .string(record.kind)
    members["run"] = .string(record.run)
    members["ts"] = "2026-01-31T12:00:00Z"
    return CanonicalValue.object(members).canonicalJSON
  }

  @Test func `reads every event back as it was written`() throws {
    #expect(try RunBegin(body: body(Self.begin.record)) == Self.begin)
    #expect(try RunShard(body: body(Self.shard.record)) == Self.shard)
    #expect(try FilterDecision(body: body(Self.decision.record)) == Self.decision)
    #expect(try RunEnd(body: body(Self.end.record)) == Self.end)
    var counted = Self.end
    counted.changes = ["personal-data/email": RuleChange(documents: 2, spans: 5)]
    counted.unreadable = ["input/unreadable": 2, "input/symlink-loop": 1]
    #expect(try RunEnd(body: body(counted.record)) == counted)
    #expect(counted.unreadableCount == 3)
    #expect(try RunEnd(body: body(Self.end.record)).changes == nil)
    #expect(try RunEnd(body: body(Self.end.record)).unreadableCount == nil)
  }

  @Test func `names what each written span repeats, and nothing where nothing is compared`() throws
  {
    var decision = Self.decision
    let origins = (0..<20).map { EvidenceOrigin(benchmark: "tea", item: "\($0)") }
    decision.failures[0] = FilterFailure(
      rule: "contamination/benchmark-item",
      category: "contamination",
      value: 20,
      action: "remove",
      spans: (0..<20).map { $0 * 10..<$0 * 10 + 4 },
      origins: origins
    )
    #expect(decision.failures[0].origins == Array(origins.prefix(16)))
    #expect(try FilterDecision(body: body(decision.record)) == decision)
    let plain = String(decoding: body(Self.decision.record), as: UTF8.self)
    #expect(!plain.contains("origins"))
    let fewer = String(decoding: body(decision.record), as: UTF8.self)
      .replacing(#"{"benchmark":"tea","item":"0"},"#, with: "")
    #expect(throws: Diagnostic.self) { try FilterDecision(body: Array(fewer.utf8)) }
  }

  @Test func `reads sums back, and refuses bins that are none`() throws {
    let tally = GuardTally(
      run: "log",
      policy: Self.digest,
      model: "pot",
      origin: .service,
      size: 9,
      first: "2026-01-31T12:00:00Z",
      last: "2026-01-31T12:00:01Z",
      counts: [
        .init(stage: "input", action: "allow", rule: nil, decisions: 7),
        .init(stage: "output", action: "redact", rule: "contact", decisions: 2),
      ]
    )
    #expect(try GuardTally(body: body(tally.record)) == tally)
    let subject = EvaluationSubject(
      model: "pot",
      modelSHA256: nil,
      dataSHA256: Self.digest,
      protocolSHA256: Self.digest,
      seed: 0,
      harness: "test"
    )
    var spread = ScoreSpread(run: "r", benchmark: "tea", subject: subject)
    for (score, truth) in [(-1.0, false), (0.5, true), (2, true), (.nan, true)] {
      spread.add(score: score, isPositive: truth)
    }
    #expect(spread.bins.keys.sorted() == [0, 50, 99])
    #expect(try ScoreSpread(body: body(spread.record)) == spread)
    for bin: CanonicalValue in [["bin": 100], ["bin": 50], ["bin": 1, "positives": -1]] {
      var record = spread.record
      guard case .object(var members) = bin, case .array(let bins)? = record.body["bins"] else {
        continue
      }
      for name in ["positives", "negatives", "millionths"] where members[name] == nil {
        members[name] = 1
      }
      record.body["bins"] = .array(bins + [.object(members)])
      #expect(throws: Diagnostic.self) { try ScoreSpread(body: body(record)) }
    }
  }

  @Test func `writes sixteen spans and counts all, and says unknown for no value`() {
    #expect(Self.decision.failures[0].spans.count == 16)
    #expect(Self.decision.failures[0].spanCount == 20)
    #expect(Self.decision.failures[1].value == "unknown")
    #expect(Self.decision.failures[1].minimum == "0.1")
  }

  @Test func `refuses another kind, a missing member and another type`() {
    func code(_ record: DecisionRecord) -> String? {
      do {
        _ = try RunShard(body: body(record))
        return nil
      } catch { return (error as? Diagnostic)?.code.rawValue }
    }
    #expect(code(Self.end.record) == "event/wrong-kind")
    var record = Self.shard.record
    record.body["name"] = nil
    #expect(code(record) == "event/missing-member")
    record.body["name"] = 3
    #expect(code(record) == "event/wrong-type")
    record.body["name"] = "n"
    record.body["shard"] = -1
    #expect(code(record) == "event/wrong-type")
  }

  @Test func `survives mutated bodies`() {
    let seed: UInt64 = 77
    print("seed \(seed)")
    var generator = Fuzz.Generator(seed: seed)
    let bytes = body(Self.decision.record)
    var read = 0
    for _ in 0..<3000 {
      var mutant = bytes
      let place = Int.random(in: 0..<mutant.count, using: &generator)
      mutant[place] = .random(in: 0x20...0x7E, using: &generator)
      if let event = try? FilterDecision(body: mutant) { read += event.failures.count }
    }
    #expect(read > 0)
  }

  @Test(arguments: [
    (0, "0"), (-0.0, "0"), (1, "1"), (-2.5, "-2.5"), (0.0686, "0.0686"), (1e-7, "0.0000001"),
    (1.5e-10, "0.00000000015"), (1e21, "1000000000000000000000"), (123_456.75, "123456.75"),
    (1.25e17, "125000000000000000"), (0.1 + 0.2, "0.30000000000000004"), (.nan, "unknown"),
    (.infinity, "unknown"),
  ])
  func `writes numbers without exponent`(value: Double, text: String) {
    #expect(decimal(value) == text)
  }

  @Test func `writes every number so that it reads back as itself`() {
    let seed: UInt64 = 5
    print("seed \(seed)")
    var generator = Fuzz.Generator(seed: seed)
    for _ in 0..<20_000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      let text = decimal(value)
      #expect(Double(text) == value)
      #expect(!text.contains("e"))
    }
  }
}
