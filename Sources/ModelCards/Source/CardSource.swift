import AuditLog
import Diagnostics
import SafetyCore

/// Everything that the automatic parts of a card are made of, read from a bundle alone.
///
/// Whoever holds the bundle makes the same bytes again; that is what a verification compares with.
package struct CardSource: Sendable, Hashable {
  /// Kinds of events that a card quotes.
  package static let kinds = [
    MetricEvent.kind, RunBegin.kind, RunEnd.kind, BiasRecord.kind, ModelRecord.kind,
    GateVerdict.kind, EvaluationBegin.kind, ScoreSpread.kind, GuardTally.kind,
    MixtureShare.kind, MixtureArtifact.kind,
  ]

  package var settings: CardSettings
  package var reviews: [CardReview]
  /// The last figure of each kind, of the weights that were measured last, in order of their events.
  package var metrics: [Evidence<MetricEvent>]
  /// The same of the weights that a model's name stood for before.
  package var earlierMetrics: [Evidence<MetricEvent>]
  package var filterRuns: [FilterRunEvidence]
  /// What the card of a dataset is of, where that is a mixture and not what a filter run kept.
  package var mixture: MixtureEvidence?
  package var models: [Evidence<ModelRecord>]
  /// The models and weights that the card is about.
  package var subject: CardSubject
  /// The last verdict about each of these weights.
  package var verdicts: [Evidence<GateVerdict>]
  package var evaluations: [Evidence<EvaluationBegin>]
  /// How classifiers' scores lie, the last of each set and classifier.
  package var spreads: [Evidence<ScoreSpread>]
  /// The guard's decisions added up, the last sum of each policy, model and origin.
  package var tallies: [Evidence<GuardTally>]
  package var checkpoint: AuditCheckpoint
  /// Names of the keys on the checkpoint, whoever they are.
  package var signers: [String]

  /// Reads a bundle whose `about` is a card's.
  ///
  /// - Parameters:
  ///   - bundle: The events of the card.
  ///   - read: Figures among them that need not be read again.
  ///   - file: For the places of problems.
  /// - Throws: `card/not-a-card`, `event/…` and `note/…` diagnostics.
  package init(_ bundle: EvidenceBundle, read: ReadFigures = ReadFigures(), file: String) throws {
    guard let about = bundle.about, let card = about.members?["card"] else {
      throw Diagnostic(
        "card/not-a-card",
        "the bundle is not of a card",
        at: .init(file: file),
        hint: "`gemma-safety card generate` writes one as card.evidence.json"
      )
    }
    let members = try EventMembers(card, name: "\(file), `card`")
    settings = try CardSettings(reading: members.object("settings"))
    reviews = try members.objects("sections").map { try CardReview(reading: $0) }
    let known = bundle.items.compactMap(read.evidence)
    let events = try Self.quoted(bundle, besides: known)
    let measured = try (known + Self.typed(events)).sorted { $0.seq < $1.seq }
    (metrics, earlierMetrics) = Self.divided(Self.last(of: measured) { MetricKey($0) })
    models = Self.last(of: try Self.typed(events), \ModelRecord.model)
    var subject = CardSubject(models: settings[list: .models])
    for metric in metrics { subject.add(metric.body) }
    for model in models { subject.add(model.body) }
    self.subject = subject
    verdicts = Self.last(of: try Self.typed(events).filter { subject.covers($0.body) }) {
      (verdict: GateVerdict) in verdict.modelSHA256
    }
    evaluations = try Self.typed(events)
    let weights = metrics.map(\.body.subject)
    spreads = Self.last(of: try Self.typed(events)) { ScoreSpreadKey($0) }.filter { spread in
      weights.contains {
        $0.model == spread.body.subject.model && $0.modelSHA256 == spread.body.subject.modelSHA256
      }
    }
    tallies = Self.last(of: try Self.typed(events)) { GuardTallyKey($0) }
    filterRuns = try Self.runs(events)
    mixture = settings.kind == .dataset ? try Self.mixture(events) : nil
    checkpoint = try AuditCheckpoint.parse(Array(bundle.note.encoded.utf8), file: file).checkpoint
    signers = bundle.note.signatures.map(\.name)
  }

  /// The events of a bundle by kind, those left out whose numbers are given.
  private static func events(
    of bundle: EvidenceBundle,
    without known: Set<Int>
  ) throws -> [String: [QuotedEvent]] {
    let items = bundle.items.filter { !known.contains($0.index) }
    return Dictionary(grouping: try items.concurrentMap { try QuotedEvent($0) }, by: \.kind)
  }

  /// What a bundle must say about the card, for `init(_:read:file:)` to read.
  package static func about(_ settings: CardSettings, _ reviews: [CardReview]) -> CanonicalValue {
    ["card": ["settings": settings.value, "sections": .array(reviews.map(\.value))]]
  }

  /// The digests of the models that the card is about.
  package var modelDigests: [Digest] { Array(subject.weights) }

  /// Whether every model on record is a classifier, which writes nothing and refuses nothing.
  var onlyClassifies: Bool {
    !models.isEmpty && models.allSatisfy { $0.body.sizes["labels"] != nil }
  }

  /// The models in the order of their columns: as the settings name them, or as they were measured.
  package var modelNames: [String] {
    let named = settings[list: .models]
    guard named.isEmpty else { return named }
    var seen: Set<String> = []
    return metrics.map(\.body.subject.model).filter { seen.insert($0).inserted }
  }

  /// The last of those that are the same but for their time, in order of their events.
  private static func last<Body, Key: Hashable>(
    of events: [Evidence<Body>],
    _ key: (Body) -> Key
  ) -> [Evidence<Body>] {
    var places: [Key: Int] = [:]
    for (place, event) in events.enumerated() { places[key(event.body)] = place }
    return places.values.sorted().map { events[$0] }
  }

  /// Figures of the weights that each model's name stands for now, and of those before.
  ///
  /// Figures that name no weights, such as imported ones, are of now.
  private static func divided(
    _ metrics: [Evidence<MetricEvent>]
  ) -> (now: [Evidence<MetricEvent>], before: [Evidence<MetricEvent>]) {
    var newest: [String: Digest] = [:]
    for metric in metrics {
      if let digest = metric.body.subject.modelSHA256 {
        newest[metric.body.subject.model] = digest
      }
    }
    func isOfNow(_ subject: EvaluationSubject) -> Bool {
      subject.modelSHA256.map { $0 == newest[subject.model] } ?? true
    }
    return (
      metrics.filter { isOfNow($0.body.subject) }, metrics.filter { !isOfNow($0.body.subject) }
    )
  }

  /// The events of a bundle by kind, without those that are read already.
  private static func quoted(
    _ bundle: EvidenceBundle,
    besides known: [Evidence<MetricEvent>]
  ) throws -> [String: [QuotedEvent]] {
    let places = Set(known.map(\.seq))
    return Dictionary(
      grouping: try bundle.items.filter { !places.contains($0.index) }
        .concurrentMap { try QuotedEvent($0) },
      by: \.kind
    )
  }

  private static func typed<Body: EventBody>(
    _ events: [String: [QuotedEvent]],
    _ type: Body.Type = Body.self
  ) throws -> [Evidence<Body>] {
    try (events[Body.kind] ?? []).concurrentMap { event in
      Evidence(seq: event.seq, time: event.time, body: try Body(reading: event.members))
    }
  }

  /// The last finished mixture.
  private static func mixture(_ events: [String: [QuotedEvent]]) throws -> MixtureEvidence? {
    let ends = try typed(events, RunEnd.self)
    let sources = try typed(events, MixtureShare.self)
    let files = try typed(events, MixtureArtifact.self)
    return try typed(events, RunBegin.self).compactMap { begin -> MixtureEvidence? in
      let run = begin.body.run
      guard begin.body.command == MixtureEvidence.command,
        let end = ends.last(where: { $0.body.run == run })
      else { return nil }
      return MixtureEvidence(
        begin: begin,
        end: end,
        sources: sources.filter { $0.body.run == run },
        files: files.filter { $0.body.run == run }
      )
    }.last
  }

  private static func runs(_ events: [String: [QuotedEvent]]) throws -> [FilterRunEvidence] {
    let ends = Dictionary(
      try typed(events, RunEnd.self).map { ($0.body.run, $0) },
      uniquingKeysWith: { $1 }
    )
    let bias = Dictionary(grouping: try typed(events, BiasRecord.self), by: \.body.run)
    return try typed(events, RunBegin.self).compactMap { begin in
      guard begin.body.command == "filter", let end = ends[begin.body.run] else { return nil }
      return FilterRunEvidence(begin: begin, end: end, bias: bias[begin.body.run] ?? [])
    }
  }
}

/// An event of the bundle, parsed once.
private struct QuotedEvent: Sendable {
  let seq: Int
  let kind: String
  let time: String
  let members: EventMembers

  init(_ item: EvidenceItem) throws {
    seq = item.index
    members = try item.members()
    kind = try members.string("kind")
    time = try members.string("ts")
  }
}
