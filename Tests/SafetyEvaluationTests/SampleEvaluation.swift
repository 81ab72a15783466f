import SafetyCore
import SafetyEvaluation

/// Made-up runs of a made-up benchmark, as events and as records.
enum SampleEvaluation {
  static let digest = Digest.sha256("silver kettle dance".utf8)

  static func subject(
    policy: String? = nil,
    data: String = "data",
    protocolName: String = "protocol",
    limit: Int? = nil
  ) -> EvaluationSubject {
    EvaluationSubject(
      model: "kettle-2b",
      modelSHA256: digest,
      dataSHA256: Digest.sha256(data.utf8),
      protocolSHA256: Digest.sha256(protocolName.utf8),
      policySHA256: policy.map { Digest.sha256($0.utf8) },
      seed: 0,
      harness: "gemma-safety 0.1.0",
      limit: limit
    )
  }

  static func item(
    _ id: String,
    _ score: String,
    _ prediction: String = "a",
    name: String = "correct",
    groups: [String: String] = [:],
    run: String = "r1",
    benchmark: String = "kettles"
  ) -> EvaluationItem {
    EvaluationItem(
      run: run,
      benchmark: benchmark,
      item: id,
      inputSHA256: digest,
      prediction: prediction,
      scores: [name: score],
      groups: groups,
      microseconds: 10
    )
  }

  /// A finished record of items that are right (1) or wrong (0), in two groups by turns.
  static func record(
    run: String,
    scores: [String],
    subject: EvaluationSubject = subject(),
    benchmark: String = "kettles",
    direction: MetricEvent.Direction = .higher
  ) throws -> EvaluationRecord {
    let items = scores.enumerated().map { index, score in
      item(
        "k\(index)",
        score,
        score == "1" ? "right" : "wrong",
        groups: ["colour": index % 2 == 0 ? "silver" : "copper"],
        run: run,
        benchmark: benchmark
      )
    }
    var reader = EvaluationRecordReader(log: "log")
    for (seq, record) in events(run, benchmark, subject, items, direction).enumerated() {
      try reader.add(
        kind: record.kind,
        body: body(record),
        time: "2026-01-31T12:00:0\(min(9, seq))Z",
        seq: seq
      )
    }
    return reader.all[0]
  }

  /// Begin, items, figures and end, as a run writes them.
  static func events(
    _ run: String,
    _ benchmark: String,
    _ subject: EvaluationSubject,
    _ items: [EvaluationItem],
    _ direction: MetricEvent.Direction = .higher
  ) -> [DecisionRecord] {
    var root = MerkleRange()
    for item in items { root.append(item.leaf) }
    let begin = EvaluationBegin(
      run: run,
      benchmark: benchmark,
      subject: subject,
      hostClass: "linux-x86_64-2",
      items: items.count
    )
    let end = EvaluationEnd(
      run: run,
      benchmark: benchmark,
      items: items.count,
      itemsRoot: root.root
    )
    let figures = [[:], ["colour": "copper"], ["colour": "silver"]].compactMap { slice in
      metric(
        run,
        benchmark,
        subject,
        items.filter { $0.groups.merging(slice) { $1 } == $0.groups },
        slice,
        direction
      )
    }
    return [begin.record] + items.map(\.record) + figures.map(\.record) + [end.record]
  }

  private static func metric(
    _ run: String,
    _ benchmark: String,
    _ subject: EvaluationSubject,
    _ items: [EvaluationItem],
    _ slice: [String: String],
    _ direction: MetricEvent.Direction
  ) -> MetricEvent? {
    let right = items.count { $0.scores["correct"] == "1" }
    guard let interval = BinomialInterval.wilson(right, of: items.count) else { return nil }
    return MetricEvent(
      run: run,
      benchmark: benchmark,
      metric: "accuracy",
      slice: slice,
      value: decimal(Double(right) / Double(items.count)),
      interval: .init(
        low: decimal(interval.lower),
        high: decimal(interval.upper),
        level: "0.95",
        method: "wilson"
      ),
      count: items.count,
      direction: direction,
      subject: subject
    )
  }

  /// The body as the log writes it.
  static func body(_ record: DecisionRecord) -> [UInt8] {
    var members = record.body
    members["kind"] = .string(record.kind)
    members["run"] = .string(record.run)
    members["ts"] = "2026-01-31T12:00:00Z"
    return CanonicalValue.object(members).canonicalJSON
  }
}
