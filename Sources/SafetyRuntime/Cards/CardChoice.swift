import AuditLog
import Diagnostics
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

  private mutating func addRuns(
    _ log: AuditLog,
    _ wanted: [String],
    _ kind: CardSettings.Kind
  ) throws {
    var begins: [(run: String, seq: Int)] = []
    var ends: [String: Int] = [:]
    try log.events(of: nil, kind: RunBegin.kind) { event in
      let begin: RunBegin = try event.decode()
      if begin.command == "filter" { begins.append((event.run, event.seq)) }
    }
    try log.events(of: nil, kind: RunEnd.kind) { ends[$0.run] = $0.seq }
    for run in wanted where ends[run] == nil {
      throw Diagnostic(
        "card/no-such-run",
        "the log has no finished filter run `\(run)`",
        at: .init(file: log.path),
        hint: nearest(to: run, among: begins.map(\.run)).map { "did you mean `\($0)`?" }
          ?? "`gemma-safety audit list` names the runs"
      )
    }
    var chosen = begins.filter { wanted.isEmpty ? ends[$0.run] != nil : wanted.contains($0.run) }
    if kind == .dataset, wanted.isEmpty { chosen = chosen.suffix(1) }
    let names = Set(chosen.map(\.run))
    events.formUnion(chosen.map(\.seq))
    events.formUnion(names.compactMap { ends[$0] })
    try log.events(of: nil, kind: BiasRecord.kind) { event in
      if names.contains(event.run) { events.insert(event.seq) }
    }
  }
}
