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
    GateVerdict.kind, EvaluationBegin.kind,
  ]

  package var settings: CardSettings
  package var reviews: [CardReview]
  /// The last figure of each kind, in order of their events.
  package var metrics: [Evidence<MetricEvent>]
  package var filterRuns: [FilterRunEvidence]
  package var models: [Evidence<ModelRecord>]
  /// The last verdict, where there is one.
  package var verdict: Evidence<GateVerdict>?
  package var evaluations: [Evidence<EvaluationBegin>]
  package var checkpoint: AuditCheckpoint
  /// Names of the keys on the checkpoint, whoever they are.
  package var signers: [String]

  /// Reads a bundle whose `about` is a card's.
  ///
  /// - Throws: `card/not-a-card`, `event/…` and `note/…` diagnostics.
  package init(_ bundle: EvidenceBundle, file: String) throws {
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
    let events = try bundle.items.map { try $0.event() }
    metrics = Self.last(of: try Self.typed(events))
    models = Self.lastModels(try Self.typed(events))
    verdict = try Self.typed(events, GateVerdict.self).last
    evaluations = try Self.typed(events)
    filterRuns = try Self.runs(events)
    checkpoint = try AuditCheckpoint.parse(Array(bundle.note.encoded.utf8), file: file).checkpoint
    signers = bundle.note.signatures.map(\.name)
  }

  /// What a bundle must say about the card, for `init(_:file:)` to read.
  package static func about(_ settings: CardSettings, _ reviews: [CardReview]) -> CanonicalValue {
    ["card": ["settings": settings.value, "sections": .array(reviews.map(\.value))]]
  }

  /// The digests of the models that the card is about.
  package var modelDigests: [Digest] { models.map(\.body.sha256) }

  /// The models in the order of their columns: as the settings name them, or as they were measured.
  package var modelNames: [String] {
    let named = settings[list: .models]
    guard named.isEmpty else { return named }
    var seen: Set<String> = []
    return metrics.map(\.body.subject.model).filter { seen.insert($0).inserted }
  }

  private static func last(of metrics: [Evidence<MetricEvent>]) -> [Evidence<MetricEvent>] {
    var places: [MetricKey: Int] = [:]
    for (place, metric) in metrics.enumerated() { places[MetricKey(metric.body)] = place }
    return places.values.sorted().map { metrics[$0] }
  }

  private static func lastModels(_ models: [Evidence<ModelRecord>]) -> [Evidence<ModelRecord>] {
    var places: [String: Int] = [:]
    for (place, model) in models.enumerated() { places[model.body.model] = place }
    return places.values.sorted().map { models[$0] }
  }

  private static func typed<Body: EventBody>(
    _ events: [AuditEvent],
    _ type: Body.Type = Body.self
  ) throws -> [Evidence<Body>] {
    try events.filter { $0.kind == Body.kind }.map { event in
      Evidence(seq: event.seq, time: event.time, body: try event.decode())
    }
  }

  private static func runs(_ events: [AuditEvent]) throws -> [FilterRunEvidence] {
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

/// What makes two figures the same figure, measured twice.
package struct MetricKey: Sendable, Hashable {
  package var benchmark: String
  package var metric: String
  package var slice: [String: String]
  package var model: String
  package var modelSHA256: Digest?
  package var policySHA256: Digest?

  package init(_ event: MetricEvent) {
    benchmark = event.benchmark
    metric = event.metric
    slice = event.slice
    model = event.subject.model
    modelSHA256 = event.subject.modelSHA256
    policySHA256 = event.subject.policySHA256
  }
}
