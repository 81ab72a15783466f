import AuditLog
import GRDB
import SafetyCore
import Testing

/// Views by kind of event, and the index of words over events that sum up.
@Suite struct SearchTests {
  private let verdict = GateVerdict(
    run: "release-1",
    policyName: "kettle-release",
    policyVersion: "1.0.0",
    policySHA256: .sha256("policy".utf8),
    model: "kettle-1b",
    modelSHA256: .sha256("model".utf8),
    outcome: .fail,
    rules: [
      GateVerdict.Rule(id: "ceiling", severity: "block", outcome: .fail, reason: "beyond the bound")
    ],
    logSize: 1,
    logRoot: .sha256("root".utf8)
  )
  private var metric: MetricEvent {
    MetricEvent(
      run: "e1",
      benchmark: "silver-kettle",
      metric: "rate",
      slice: ["language": "en"],
      value: "0.05",
      interval: .init(low: "0.04", high: "0.06", level: "0.95", method: "wilson"),
      count: 500,
      direction: .lower,
      subject: EvaluationSubject(
        model: "kettle-1b",
        modelSHA256: .sha256("model".utf8),
        dataSHA256: .sha256("data".utf8),
        protocolSHA256: .sha256("protocol".utf8),
        seed: 3,
        harness: "gemma-safety 0.1.0"
      )
    )
  }
  private var decision: GuardEvent {
    GuardEvent(
      run: "guard",
      request: "q1",
      policy: .sha256("guard".utf8),
      model: "kettle-1b",
      stage: "output",
      action: "refuse",
      severity: "high"
    )
  }

  private func filled() throws -> TestLog {
    let test = try TestLog()
    try test.fill()
    let log = try test.open()
    try log.append([metric.record, verdict.record], run: "e1", state: nil)
    var guarded = decision.record
    guarded.sealed = [
      SealedContent(slot: "prompt", subject: "s1", content: Array("silver kettle dance".utf8))
    ]
    try log.append([guarded], run: "guard", state: nil)
    try log.close()
    return test
  }

  @Test func `shows metrics, counts, decisions and verdicts as tables`() throws {
    let test = try filled()
    let queue = try DatabaseQueue(path: test.path)
    try queue.read { db in
      func row(_ columns: String, _ view: String) throws -> String? {
        try String.fetchOne(db, sql: "SELECT json_array(\(columns)) FROM \(view)")
      }
      #expect(
        try row("benchmark, slice, value, ci_high, n, seed", "metric")
          == #"["silver-kettle","{\"language\":\"en\"}","0.05","0.06",500,3]"#
      )
      #expect(
        try row("model, outcome, policy", "verdict") == #"["kettle-1b","fail","kettle-release"]"#
      )
      #expect(try row("action, stage, rule", "guard_decision") == #"["refuse","output",null]"#)
      let counted = try Int.fetchOne(db, sql: "SELECT sum(documents) FROM filter_count") ?? 0
      let removed = try Int.fetchOne(
        db,
        sql: "SELECT sum(value) FROM event, json_each(body, '$.by_reason') WHERE kind = 'run.end'"
      )
      #expect(counted > 0 && counted == removed)
    }
    try queue.close()
  }

  @Test func `finds what sums up, by words in any order and case`() throws {
    let test = try filled()
    let log = try test.open(.readOnly)
    func kinds(_ words: String) throws -> [String] { try log.search(words).map(\.kind) }
    #expect(try kinds("kettle-release") == ["gate.verdict"])
    #expect(try kinds("KETTLE-1B fail") == ["gate.verdict"])
    #expect(try kinds("kettle-1b silver-k") == ["metric"])
    #expect(try kinds("kettle-1b") == ["metric", "gate.verdict"])
    #expect(try kinds("bound beyond") == ["gate.verdict"])
    // An operator of the index's own language is a word like any other.
    #expect(try kinds("kettle-1b OR nothing") == [])
    #expect(try kinds("\"") == [])
    #expect(TestLog.code { _ = try log.search(" ") } == "audit/no-words")
    try log.close()
  }

  @Test func `never indexes a sealed text, a document or a request`() throws {
    let test = try filled()
    let log = try test.open()
    #expect(try log.search("silver kettle dance").isEmpty)
    #expect(try log.search("q1").isEmpty && log.search("refuse").isEmpty)
    let report = try log.erase(.subject("s1"), basis: "request of the person")
    #expect(report.erased == 1)
    #expect(try log.search("person request").map(\.kind) == ["erasure"])
    try log.close()
    let bytes = try SafeFile.read(test.path, limit: 1 << 26).bytes
    #expect(bytes.firstRange(of: Array("kettle dance".utf8)) == nil)
    #expect(try test.verify().outcome == .ok)
  }

  @Test func `indexes what an older log holds when it is taken along`() throws {
    let test = try TestLog()
    try SafeFile.create(test.path, TestLog.fixture("version-1.sqlite"), mode: 0o644)
    let old = try test.open(.readOnly)
    #expect(TestLog.code { _ = try old.search("filter") } == "audit/no-index")
    try old.close()
    try test.open().close()
    let log = try test.open(.readOnly)
    #expect(try log.search("filter").contains { $0.kind == "run.begin" })
    try log.close()
    #expect(try test.verify().outcome == .ok)
  }

  @Test func `takes an older log's trigger away and indexes what is appended then`() throws {
    let test = try TestLog()
    try SafeFile.create(test.path, TestLog.fixture("version-3.sqlite"), mode: 0o644)
    #expect(try test.verify().outcome == .ok)
    let log = try test.open()
    #expect(try log.search("kettles-0").map(\.seq) == [0, 1, 2])
    let later = MetricEvent(
      run: "r",
      benchmark: "kettles-0",
      metric: "m",
      value: "1",
      interval: nil,
      count: 1,
      direction: .higher,
      subject: EvaluationSubject(
        model: "pot",
        modelSHA256: nil,
        dataSHA256: .sha256([1]),
        protocolSHA256: .sha256([2]),
        seed: 0,
        harness: "test"
      )
    ).record
    let other = DecisionRecord(kind: "note", run: "r", body: ["benchmark": "kettles-0"])
    try log.append([other, later, other], run: "r", state: nil)
    // Between them stands the event that tells of the new schema.
    #expect(try log.search("kettles-0").map(\.seq) == [0, 1, 2, 5])
    try log.close()
    #expect(try test.verify().outcome == .ok)
    try test.tamper(AuditSchema.additions[2].last ?? "")
    #expect(try test.verify().outcome == .tampered)
  }

  @Test func `finds an index that was taken out or replaced`() throws {
    let test = try filled()
    try test.tamper("DROP TABLE search")
    #expect(try test.verify().outcome == .tampered)
    let other = try filled()
    try other.tamper("CREATE TABLE search_more (x)")
    #expect(try other.verify().outcome == .tampered)
  }
}
