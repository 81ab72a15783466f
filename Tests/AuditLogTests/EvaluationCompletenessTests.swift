import AuditLog
import SafetyCore
import Testing

/// Whether evaluations add up, told by `audit verify`.
struct EvaluationCompletenessTests {
  private static let subject = EvaluationSubject(
    model: "pot",
    modelSHA256: nil,
    dataSHA256: .sha256([1]),
    protocolSHA256: .sha256([2]),
    seed: 0,
    harness: "test"
  )

  private static func begin(_ items: Int) -> DecisionRecord {
    EvaluationBegin(
      run: "r",
      benchmark: "tea",
      subject: subject,
      hostClass: "test",
      items: items
    ).record
  }

  private static func item(_ name: String) -> EvaluationItem {
    EvaluationItem(
      run: "r",
      benchmark: "tea",
      item: name,
      inputSHA256: .sha256([3]),
      prediction: "A",
      scores: ["correct": "1", "ll_0": "-2.5"],
      groups: ["kind": "green"],
      microseconds: 7
    )
  }

  private static func end(_ items: [EvaluationItem], count: Int? = nil) -> DecisionRecord {
    var root = MerkleRange()
    for item in items { root.append(item.leaf) }
    return EvaluationEnd(
      run: "r",
      benchmark: "tea",
      items: count ?? items.count,
      itemsRoot: root.root
    ).record
  }

  private func completeness(
    _ records: [DecisionRecord]
  ) throws -> VerificationReport.Check {
    let test = try TestLog()
    let log = try test.open()
    for record in records { try log.append([record], run: "r", state: nil) }
    try log.close()
    return try test.verify().completeness
  }

  @Test func `passes an evaluation whose items add up`() throws {
    let items = [Self.item("1"), Self.item("2")]
    let check = try completeness([Self.begin(2)] + items.map(\.record) + [Self.end(items)])
    #expect(check.passed, "\(check)")
  }

  @Test func `holds a spread of scores against the items`() throws {
    var items = [Self.item("1"), Self.item("2"), Self.item("3")]
    for (index, score) in ["0.1234567", "0.9", "1"].enumerated() {
      items[index].scores = ["score": score, "positive": index == 0 ? "0" : "1"]
    }
    var spread = ScoreSpread(run: "r", benchmark: "tea", subject: Self.subject)
    for item in items { spread.add(item) }
    #expect(spread.bins.keys.sorted() == [12, 90, 99])
    let before = [Self.begin(3)] + items.map(\.record)
    #expect(try completeness(before + [spread.record, Self.end(items)]).passed)
    spread.add(score: 0.5, isPositive: false)
    let more = try completeness(before + [spread.record, Self.end(items)])
    #expect(!more.passed && more.firstBadIndex == 4, "\(more)")
  }

  @Test func `passes an item with a text that was sealed beside it`() throws {
    var record = Self.item("1").record
    record.sealed = [
      SealedContent(slot: "prompt", subject: "s-1", content: Array("a silver kettle".utf8))
    ]
    let check = try completeness([Self.begin(1), record, Self.end([Self.item("1")])])
    #expect(check.passed, "\(check)")
  }

  @Test func `fails one that has not ended`() throws {
    let check = try completeness([Self.begin(1), Self.item("1").record])
    #expect(!check.passed && check.firstBadIndex == 0)
  }

  @Test func `takes figures of another harness under a name once`() throws {
    let test = try TestLog()
    let log = try test.open()
    let figures = EvaluationImport(
      run: "r",
      format: "inspect",
      fileSHA256: .sha256([4]),
      harness: "test",
      figures: 0
    )
    try log.append([figures.record], run: "r", state: nil)
    #expect(
      TestLog.code { try log.append([figures.record], run: "r", state: nil) } == "audit/run-exists"
    )
    try log.close()
  }

  @Test func `begins once, and fails where another writer began it again`() throws {
    let test = try TestLog()
    let log = try test.open()
    let one = Self.item("1")
    try log.append([Self.begin(1), one.record, Self.end([one])], run: "r", state: nil)
    #expect(
      TestLog.code { try log.append([Self.begin(1)], run: "r", state: nil) } == "audit/run-exists"
    )
    var bytes: [UInt8] = []
    _ = try log.export(as: .jsonl) { bytes += $0 }
    try log.close()
    #expect(try test.verify().outcome == .ok)
    let file = test.folder + "/events.jsonl"
    let first = try #require(bytes.split(separator: 0x0A).first)
    try SafeFile.create(file, bytes + first + [0x0A], mode: 0o644)
    let copy = test.folder + "/copy.sqlite"
    _ = try AuditImport.lines(file, to: copy, note: nil) { "2026-01-31T12:00:00Z" }
    let twice = try AuditLog(path: copy, mode: .readOnly) { "" }
    let check = try twice.verify().completeness
    try twice.close()
    #expect(!check.passed && check.firstBadIndex == 3, "\(check)")
  }

  @Test func `fails where items are missing, too many, repeated, changed or out of place`() throws {
    let (one, two) = (Self.item("1"), Self.item("2"))
    var changed = one
    changed.scores["correct"] = "0"
    let cases: [[DecisionRecord]] = [
      [Self.begin(2), one.record, Self.end([one])],
      [Self.begin(1), one.record, Self.end([one], count: 2)],
      [Self.begin(1), one.record, two.record, Self.end([one])],
      [Self.begin(2), one.record, one.record, Self.end([one, one])],
      [Self.begin(1), changed.record, Self.end([one])],
      [Self.begin(2), two.record, one.record, Self.end([one, two])],
      [one.record, Self.begin(1), Self.end([one])],
      [Self.begin(1), one.record, Self.end([one]), two.record],
    ]
    for (index, records) in cases.enumerated() {
      #expect(try !completeness(records).passed, "case \(index)")
    }
  }

  private static func figure(_ value: String) -> DecisionRecord {
    MetricEvent(
      run: "r",
      benchmark: "tea",
      metric: "accuracy",
      value: value,
      interval: nil,
      count: 1,
      direction: .higher,
      subject: subject
    ).record
  }

  @Test func `takes one of each figure, before the end`() throws {
    let item = Self.item("1")
    let whole = [Self.begin(1), item.record, Self.figure("1"), Self.end([item])]
    for (records, passes) in [
      (whole, true), (whole + [Self.figure("0")], false),
      ([whole[0], whole[1], whole[2], Self.figure("0"), whole[3]], false),
      ([Self.figure("1")], true), ([Self.figure("1"), Self.figure("1")], false),
    ] {
      let test = try TestLog()
      let log = try test.open()
      try log.append(records, run: "r", state: nil)
      try log.close()
      #expect(try test.verify().completeness.passed == passes)
    }
  }
}
