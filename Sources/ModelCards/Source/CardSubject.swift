import SafetyCore

/// The models and weights that a card is about, as far as its figures and records tell.
package struct CardSubject: Sendable, Hashable {
  private let named: Set<String>
  private var measured: [String: Digest] = [:]
  private var recorded: [String: Digest] = [:]
  private var models: Set<String> = []

  /// - Parameter models: Those that the settings name; none where the evidence decides.
  package init(models: [String]) { named = Set(models) }

  /// Takes a figure in; the weights of a later one take the place of earlier weights of its model.
  package mutating func add(_ metric: MetricEvent) {
    models.insert(metric.subject.model)
    if let digest = metric.subject.modelSHA256 { measured[metric.subject.model] = digest }
  }

  /// Takes a record of a model's files in, later ones last.
  package mutating func add(_ record: ModelRecord) {
    models.insert(record.model)
    recorded[record.model] = record.sha256
  }

  /// The weights that the figures were measured on last, and those on record.
  package var weights: Set<Digest> { Set(measured.values).union(recorded.values) }

  /// Whether a verdict is about these weights or, where no evidence names any, about these models.
  package func covers(_ verdict: GateVerdict) -> Bool {
    guard weights.isEmpty else { return weights.contains(verdict.modelSHA256) }
    let known = named.union(models)
    return known.isEmpty || known.contains(verdict.model)
  }

  /// Names of models of which no known weights are among those given, in order.
  func models(without judged: Set<Digest>) -> [String] {
    models.filter { model in
      judged.isDisjoint(with: [measured[model], recorded[model]].compactMap { $0 })
    }.sorted()
  }
}
