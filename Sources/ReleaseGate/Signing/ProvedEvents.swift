import SafetyCore

/// Events whose proofs hold, by their numbers.
struct ProvedEvents {
  private let values: [(seq: Int, value: CanonicalValue)]

  /// Bodies that are no JSON are no events.
  init(_ bodies: [Int: [UInt8]]) {
    values = bodies.sorted { $0.key < $1.key }.compactMap { seq, body in
      (try? CanonicalValue(parsing: body)).map { (seq, $0) }
    }
  }

  /// When an event was written.
  func time(of seq: Int) -> String? {
    guard let event = values.first(where: { $0.seq == seq }),
      case .string(let time)? = event.value.members?["ts"]
    else { return nil }
    return time
  }

  /// All events of a kind, in the order of the log.
  func all<Body: EventBody>(_: Body.Type) -> [(seq: Int, body: Body)] {
    values.compactMap { seq, value in (try? Body(value)).map { (seq, $0) } }
  }
}

extension ReleaseEvidence {
  /// What a gate would know if the log held nothing but the events that a verdict proves.
  ///
  /// Items are not among them: their number and root are taken on the word of their evaluation's end.
  init(proved events: ProvedEvents, of verdict: GateVerdict, now: Int, today: String) {
    self.init(
      model: verdict.model,
      modelSHA256: verdict.modelSHA256,
      log: Log(
        standing: .ok,
        problem: nil,
        size: verdict.logSize,
        root: verdict.logRoot,
        signedSize: 0
      ),
      now: now,
      today: today
    )
    evaluations = Self.evaluations(events)
    figures = events.all(MetricEvent.self).map { seq, metric in
      Figure(
        seq: seq,
        seconds: events.time(of: seq).flatMap { UTCTime.seconds($0) },
        event: metric,
        isProved: true,
        evaluation: evaluations.last { $0.run == metric.run && $0.benchmark == metric.benchmark }
      )
    }
  }

  private static func evaluations(_ events: ProvedEvents) -> [Evaluation] {
    let ends = events.all(EvaluationEnd.self)
    return events.all(EvaluationBegin.self).map { seq, begin in
      let end = ends.last { $0.body.run == begin.run && $0.body.benchmark == begin.benchmark }
      return Evaluation(
        begin: begin,
        seq: seq,
        recorded: end?.body.items ?? 0,
        end: end?.body,
        endSeq: end?.seq,
        rootHolds: true
      )
    }
  }
}
