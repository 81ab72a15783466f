import AuditLog
import SafetyCore

/// The front matter that the Hugging Face Hub reads.
package enum HubFrontMatter {
  /// The YAML between the lines `---`, without a line feed at its end.
  package static func text(_ source: CardSource) -> String {
    let settings = source.settings
    let value: CanonicalYAML =
      settings.kind == .model ? model(source) : dataset(source)
    return value.text
  }

  private static func model(_ source: CardSource) -> CanonicalYAML {
    let settings = source.settings
    return .members([
      ("license", text(settings, .license)), ("license_name", text(settings, .licenseName)),
      ("license_link", text(settings, .licenseLink)),
      ("library_name", text(settings, .libraryName)),
      ("pipeline_tag", text(settings, .pipelineTag)), ("language", list(settings, .language)),
      ("base_model", list(settings, .baseModel)), ("datasets", list(settings, .datasets)),
      ("tags", list(settings, .tags)), ("extra_gated_prompt", text(settings, .gatedPrompt)),
      ("model-index", modelIndex(source)),
    ])
  }

  private static func dataset(_ source: CardSource) -> CanonicalYAML {
    let settings = source.settings
    return .members([
      ("pretty_name", .string(settings[.prettyName] ?? settings.title)),
      ("license", text(settings, .license)), ("license_name", text(settings, .licenseName)),
      ("license_link", text(settings, .licenseLink)), ("language", list(settings, .language)),
      ("annotations_creators", list(settings, .annotationsCreators)),
      ("source_datasets", list(settings, .sourceDatasets)),
      ("task_categories", list(settings, .taskCategories)),
      (
        "size_categories",
        list(settings, .sizeCategories)
          ?? documents(source).map { .list([.string(sizeCategory($0))]) }
      ),
      ("tags", list(settings, .tags)),
    ])
  }

  /// Documents in a dataset, of a mixture every copy; nil where no run is on record.
  private static func documents(_ source: CardSource) -> Int? {
    source.mixture?.sum(\.documents) ?? source.filterRuns.last?.totals.kept
  }

  /// The Hub's word for a number of documents.
  package static func sizeCategory(_ count: Int) -> String {
    let steps = [
      (1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"),
      (10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"), (1_000_000_000, "100M<n<1B"),
      (10_000_000_000, "1B<n<10B"), (100_000_000_000, "10B<n<100B"),
      (1_000_000_000_000, "100B<n<1T"),
    ]
    return steps.first { count < $0.0 }?.1 ?? "n>1T"
  }

  private static func text(_ settings: CardSettings, _ field: CardField) -> CanonicalYAML? {
    settings[field].map { .string($0) }
  }

  private static func list(_ settings: CardSettings, _ field: CardField) -> CanonicalYAML? {
    .strings(settings[list: field])
  }

  /// One result for each benchmark, model and guard; the Hub loses what shares all of its keys.
  private static func modelIndex(_ source: CardSource) -> CanonicalYAML? {
    let results = HubResult.all(source)
    guard !results.isEmpty else { return nil }
    return .list([
      .members([
        ("name", .string(source.settings.title)),
        ("results", .list(results.map { $0.yaml(source.settings) })),
      ])
    ])
  }
}

/// One entry of `model-index`: the figures of one benchmark, of one model, behind one policy.
struct HubResult: Sendable, Hashable {
  var benchmark: String
  var configuration: String
  var revision: String
  var metrics: [Evidence<MetricEvent>]

  private static func configuration(_ metric: MetricEvent, hasSeveral: Bool) -> String {
    var parts = [BenchmarkCatalogue.entry(metric.benchmark).configuration]
    if hasSeveral { parts.append(metric.subject.model) }
    if let policy = metric.subject.policySHA256 { parts.append("guard-\(policy.hex.prefix(8))") }
    return parts.joined(separator: "-")
  }

  static func all(_ source: CardSource) -> [HubResult] {
    let hasSeveral = source.modelNames.count > 1
    var results: [HubResult] = []
    var places: [[String]: Int] = [:]
    for metric in source.metrics where metric.body.slice.isEmpty {
      guard MetricText.number(metric.body) != nil else { continue }
      let body = metric.body
      let key = [body.benchmark, body.subject.model, body.subject.policySHA256?.hex ?? ""]
      if let place = places[key] {
        results[place].metrics.append(metric)
        continue
      }
      places[key] = results.count
      results.append(
        HubResult(
          benchmark: body.benchmark,
          configuration: configuration(body, hasSeveral: hasSeveral),
          revision: "sha256:" + body.subject.dataSHA256.hex,
          metrics: [metric]
        )
      )
    }
    // The Hub would merge two results that share dataset and configuration.
    var taken: Set<[String]> = []
    for place in results.indices {
      let type = BenchmarkCatalogue.entry(results[place].benchmark).hub ?? results[place].benchmark
      if !taken.insert([type, results[place].configuration]).inserted {
        results[place].configuration += "-\(results[place].metrics[0].seq)"
        taken.insert([type, results[place].configuration])
      }
    }
    return results
  }

  func yaml(_ settings: CardSettings) -> CanonicalYAML {
    let entry = BenchmarkCatalogue.entry(benchmark)
    return .members([
      ("task", .members([("type", .string(settings[.pipelineTag] ?? "text-generation"))])),
      (
        "dataset",
        .members([
          ("name", .string(entry.title)), ("type", .string(entry.hub ?? benchmark)),
          ("config", .string(configuration)), ("revision", .string(revision)),
        ])
      ),
      ("metrics", .list(metrics.map(Self.metric))),
    ])
  }

  private static func metric(_ metric: Evidence<MetricEvent>) -> CanonicalYAML {
    let body = metric.body
    return .members([
      ("type", .string(body.metric)), ("value", .number(MetricText.number(body) ?? 0)),
      ("name", .string(MetricText.isShare(body) ? "\(body.metric) (%)" : body.metric)),
      (
        "args",
        .members([
          ("evidence", .integer(metric.seq)), ("n", .integer(body.count)),
          ("interval", MetricText.interval(body).map { .string($0) }),
        ])
      ),
    ])
  }
}
