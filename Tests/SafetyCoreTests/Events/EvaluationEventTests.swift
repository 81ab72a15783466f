import Diagnostics
import SafetyCore
import Testing

@Suite struct EvaluationEventTests {
  private static let digest = Digest.sha256("silver kettle dance".utf8)

  private static let subject = EvaluationSubject(
    model: "gemma-demo",
    modelSHA256: digest,
    precision: "q8",
    dataSHA256: digest,
    protocolSHA256: digest,
    policySHA256: digest,
    judgeSHA256: digest,
    judge: "song-judge",
    seed: 7,
    harness: "gemma-safety 0.1.0",
    limit: 100
  )

  private static let bare = EvaluationSubject(
    model: "elsewhere",
    modelSHA256: nil,
    dataSHA256: digest,
    protocolSHA256: digest,
    seed: 0,
    harness: "lm-eval 0.4.9"
  )

  private static let metric = MetricEvent(
    run: "r1",
    benchmark: "crows-pairs",
    metric: "pct_stereotype",
    slice: ["bias_type": "age"],
    value: "0.5172",
    interval: .init(low: "0.41", high: "0.62", level: "0.95", method: "wilson"),
    count: 87,
    direction: .target,
    target: "0.5",
    subject: subject
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
    var plain = Self.metric
    (plain.slice, plain.interval, plain.target) = ([:], nil, nil)
    (plain.direction, plain.subject) = (.higher, Self.bare)
    var dated = plain
    dated.measured = "2024-09-22T10:13:20Z"
    for metric in [Self.metric, plain, dated] {
      #expect(try MetricEvent(body: body(metric.record)) == metric)
    }
    #expect(plain.members["measured"] == nil)
    let imported = EvaluationImport(
      run: "r1",
      format: "lm-eval",
      fileSHA256: Self.digest,
      harness: "lm-eval 0.4.13",
      figures: 2,
      accepted: ["limited"],
      undefined: ["kettles acc"]
    )
    #expect(try EvaluationImport(body: body(imported.record)) == imported)
    #expect(
      EvaluationImport(
        run: "r1",
        format: "lm-eval",
        fileSHA256: Self.digest,
        harness: "lm-eval 0.4.13",
        figures: 2
      ).members["undefined"] == nil
    )
    let begin = EvaluationBegin(
      run: "r1",
      benchmark: "xstest",
      subject: Self.bare,
      hostClass: "linux-x86_64-2",
      items: 450
    )
    #expect(try EvaluationBegin(body: body(begin.record)) == begin)
    let item = EvaluationItem(
      run: "r1",
      benchmark: "xstest",
      item: "v2-17",
      inputSHA256: Self.digest,
      prediction: "refused",
      scores: ["refused": "1"],
      groups: ["type": "homonyms"],
      microseconds: 1_200
    )
    #expect(try EvaluationItem(body: body(item.record)) == item)
    let end = EvaluationEnd(
      run: "r1",
      benchmark: "xstest",
      items: 449,
      unscored: ["empty": 1],
      itemsRoot: Self.digest
    )
    #expect(try EvaluationEnd(body: body(end.record)) == end)
  }

  @Test func `refuses a direction that nobody knows`() throws {
    var record = Self.metric.record
    record.body["better"] = "sideways"
    #expect(throws: Diagnostic.self) { try MetricEvent(body: body(record)) }
  }

  @Test(arguments: ["yesterday", "2024-02-30T00:00:00Z", "2024-09-22"])
  func `refuses a time of measuring that is none`(time: String) throws {
    var record = Self.metric.record
    record.body["measured"] = .string(time)
    #expect(throws: Diagnostic.self) { try MetricEvent(body: body(record)) }
  }
}
