import Diagnostics
import ReleaseGate
import SafetyCore
import StrictJSON

extension TruthTable.Case {
  func evidence() throws -> ReleaseEvidence {
    let word = try fields.string("log") ?? "ok"
    let log = ReleaseEvidence.Log(
      standing: ReleaseEvidence.Log.Standing(rawValue: word) ?? .tampered,
      problem: word == "ok" ? nil : "the log is \(word)",
      size: 100,
      root: Digest.sha256("root".utf8),
      signedSize: try fields.integer("signed_size", 0...100) ?? 0
    )
    var evidence = ReleaseEvidence(
      model: "kettle-1b",
      modelSHA256: TruthTable.thisModel,
      log: log,
      now: TruthTable.now,
      today: "2026-03-01"
    )
    for (index, figure) in (try fields.objects("figures") ?? []).enumerated() {
      let figure = try self.figure(Layered(figure, try base.root.object("figure")), index: index)
      evidence.figures.append(figure)
      if let evaluation = figure.evaluation { evidence.evaluations.append(evaluation) }
    }
    if let ends = try fields.strings("pairing") {
      let values = ends.compactMap(Double.init)
      evidence.pairings = [
        .init(
          rule: "ceiling",
          seq: evidence.figures[1].seq,
          baselineSeq: evidence.figures[0].seq,
          count: 500,
          difference: values[0],
          low: values[1],
          high: values[2]
        )
      ]
    }
    try addPapers(to: &evidence)
    return evidence
  }

  private func addPapers(to evidence: inout ReleaseEvidence) throws {
    for (index, run) in (try fields.objects("filters") ?? []).enumerated() {
      let run = Layered(run, try base.root.object("filter"))
      evidence.filterRuns.append(
        .init(
          seq: 60 + index,
          run: "filter-\(index)",
          acting: try run.strings("acting"),
          inputs: try run.integer("inputs"),
          shards: try run.integer("shards"),
          isEnded: try run.boolean("ended")
        )
      )
    }
    if let card = try fields.object("card") {
      evidence.card = .init(
        licence: try card.string("licence"),
        missing: ["gemma": try card.strings("missing") ?? []],
        models: try card.string("model") == "other"
          ? [Digest.sha256("other".utf8)] : [TruthTable.thisModel],
        problem: try card.string("problem")
      )
    }
    if let checkpoint = try fields.array("checkpoint"), case .integer(let size) = checkpoint[0],
      case .string(let problem) = checkpoint[1]
    {
      evidence.checkpoint = .init(
        size: size,
        problem: problem.isEmpty ? nil : problem,
        isSigned: false
      )
    }
  }

  private func figure(_ fields: Layered, index: Int) throws -> ReleaseEvidence.Figure {
    func digest(_ key: String) throws -> Digest? {
      let word = try fields.string(key)
      return word.isEmpty ? nil : Digest.sha256(word.utf8)
    }
    let limit = try fields.integer("limit")
    let subject = EvaluationSubject(
      model: "kettle-1b",
      modelSHA256: try digest("model"),
      dataSHA256: try digest("data") ?? TruthTable.thisModel,
      protocolSHA256: try digest("protocol") ?? TruthTable.thisModel,
      policySHA256: try digest("guard"),
      seed: try fields.integer("seed"),
      harness: try fields.string("harness"),
      limit: limit == 0 ? nil : limit
    )
    let level = try fields.string("level")
    let event = MetricEvent(
      run: "run-\(index)",
      benchmark: "silver-kettle",
      metric: "rate",
      value: try fields.string("value"),
      interval: level.isEmpty
        ? nil
        : .init(
          low: try fields.string("low"),
          high: try fields.string("high"),
          level: level,
          method: "wilson"
        ),
      count: try fields.integer("n"),
      direction: .lower,
      subject: subject
    )
    return ReleaseEvidence.Figure(
      seq: 10 * index + 8,
      seconds: TruthTable.now - 86_400 * (try fields.integer("age_days")),
      event: event,
      isProved: try fields.boolean("proved"),
      evaluation: try evaluation(of: event, fields, seq: 10 * index + 1)
    )
  }

  private func evaluation(
    of event: MetricEvent,
    _ fields: Layered,
    seq: Int
  ) throws -> ReleaseEvidence.Evaluation? {
    let state = try fields.string("evaluation")
    guard state != "none" else { return nil }
    var subject = event.subject
    if state == "swapped" { subject.seed += 1 }
    let unscored = try fields.integer("unscored")
    let items = state == "few" ? 10 : event.count + unscored
    let done = state == "short" ? items - 1 : items
    let end = EvaluationEnd(
      run: event.run,
      benchmark: event.benchmark,
      items: done,
      unscored: unscored > 0 ? ["too-long": unscored] : [:],
      itemsRoot: TruthTable.thisModel
    )
    return ReleaseEvidence.Evaluation(
      begin: EvaluationBegin(
        run: event.run,
        benchmark: event.benchmark,
        subject: subject,
        hostClass: "test",
        items: items
      ),
      seq: seq,
      recorded: done,
      end: state == "open" ? nil : end,
      // A figure stands seven events behind the beginning.
      endSeq: state == "open" ? nil : state == "late" ? seq + 3 : seq + 8,
      rootHolds: state != "forged"
    )
  }
}

/// A case's own fields before those of the table's base.
private struct Layered {
  let own: JSONFields
  let base: JSONFields?

  init(_ own: JSONFields, _ base: JSONFields?) {
    self.own = own
    self.base = base
  }

  func string(_ key: String) throws -> String {
    let value = try own.string(key) ?? base?.string(key)
    return try own.required(key, value)
  }

  func integer(_ key: String) throws -> Int {
    let range = -100_000...1_000_000
    let value = try own.integer(key, range) ?? base?.integer(key, range)
    return try own.required(key, value)
  }

  func boolean(_ key: String) throws -> Bool {
    let value = try own.boolean(key) ?? base?.boolean(key)
    return try own.required(key, value)
  }

  func strings(_ key: String) throws -> [String] {
    let value = try own.strings(key) ?? base?.strings(key)
    return try own.required(key, value)
  }
}
