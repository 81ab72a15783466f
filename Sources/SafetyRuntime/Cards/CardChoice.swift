import AuditLog
import ModelCards
import SafetyCore

/// Which events of a log a card rests on.
struct CardChoice {
  private(set) var events: Set<Int> = []
  /// The figures among them.
  private(set) var figures = ReadFigures()

  init(_ log: AuditLog, settings: CardSettings, runs: [String]) throws {
    let models = Set(settings[list: .models])
    var subject = CardSubject(models: settings[list: .models])
    try addMetrics(log, models, &subject)
    try addLast(log, ModelRecord.self, models, \.model, key: \.model)
    try addLast(log, GuardTally.self, models, \.model) { GuardTallyKey($0) }
    try addLast(log, ScoreSpread.self, models, \.subject.model) { ScoreSpreadKey($0) }
    try addRuns(log, runs.isEmpty ? settings[list: .filterRuns] : runs, settings.kind)
    try addVerdicts(log, models, subject)
  }

  /// The last verdict about each of the weights that the card is about.
  private mutating func addVerdicts(
    _ log: AuditLog,
    _ models: Set<String>,
    _ subject: CardSubject
  ) throws {
    var subject = subject
    try log.events(of: nil, kind: ModelRecord.kind) { event in
      let record: ModelRecord = try event.decode()
      if models.isEmpty || models.contains(record.model) { subject.add(record) }
    }
    var last: [Digest: Int] = [:]
    try log.events(of: nil, kind: GateVerdict.kind) { event in
      let verdict: GateVerdict = try event.decode()
      if subject.covers(verdict) { last[verdict.modelSHA256] = event.seq }
    }
    events.formUnion(last.values)
  }

  private mutating func addMetrics(
    _ log: AuditLog,
    _ models: Set<String>,
    _ subject: inout CardSubject
  ) throws {
    var measured: [AuditEvent] = []
    try log.events(of: nil, kind: MetricEvent.kind) { measured.append($0) }
    let metrics: [MetricEvent] = try measured.concurrentMap { try $0.decode() }
    var last: [MetricKey: Int] = [:]
    for (place, metric) in metrics.enumerated()
    where models.isEmpty || models.contains(metric.subject.model) {
      last[MetricKey(metric)] = place
      subject.add(metric)
    }
    var used: Set<String> = []
    for place in last.values {
      events.insert(measured[place].seq)
      figures.add(measured[place], metrics[place])
      used.insert(measured[place].run)
    }
    try log.events(of: nil, kind: EvaluationBegin.kind) { event in
      if used.contains(event.run) { events.insert(event.seq) }
    }
  }

  /// The last event of a kind for each key, of the models that the card is about.
  private mutating func addLast<Body: EventBody, Key: Hashable>(
    _ log: AuditLog,
    _ type: Body.Type,
    _ models: Set<String>,
    _ model: (Body) -> String,
    key: (Body) -> Key
  ) throws {
    var last: [Key: Int] = [:]
    try log.events(of: nil, kind: Body.kind) { event in
      let body: Body = try event.decode()
      if models.isEmpty || models.contains(model(body)) { last[key(body)] = event.seq }
    }
    events.formUnion(last.values)
  }

  /// Finished filter runs; in the card of a dataset, also the mixture that it is of.
  private mutating func addRuns(
    _ log: AuditLog,
    _ wanted: [String],
    _ kind: CardSettings.Kind
  ) throws {
    let runs = try FinishedRuns(log)
    let chosen = try runs.chosen(wanted, kind)
    events.formUnion(chosen.flatMap { [$0.begin, $0.end] })
    let names = Set(chosen.map(\.run))
    for name in names {
      for kind in [BiasRecord.kind, MixtureShare.kind, MixtureArtifact.kind] {
        try log.events(of: name, kind: kind) { events.insert($0.seq) }
      }
    }
  }
}
