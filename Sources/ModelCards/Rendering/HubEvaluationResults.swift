import AuditLog
import SafetyCore

/// The files of `.eval_results/`, the Hub's form for leaderboards.
package enum HubEvaluationResults {
  /// One file for each benchmark that has a dataset on the Hub, by name.
  package static func files(_ source: CardSource) -> [(name: String, text: String)] {
    var files: [(name: String, text: String)] = []
    var taken: Set<String> = []
    for result in HubResult.all(source) {
      guard let hub = BenchmarkCatalogue.entry(result.benchmark).hub else { continue }
      let items = result.metrics.map { item(hub, result, $0) }
      var name = safe("\(result.benchmark)-\(result.configuration)")
      // Names of models may differ in signs that no file's name has, or be longer than one.
      if !taken.insert(name).inserted { name += "-\(result.metrics[0].seq)" }
      files.append((name + ".yaml", CanonicalYAML.list(items).text + "\n"))
    }
    return files
  }

  private static func item(
    _ hub: String,
    _ result: HubResult,
    _ metric: Evidence<MetricEvent>
  ) -> CanonicalYAML {
    let body = metric.body
    var notes = "\(body.metric), n = \(body.count), evidence e\(metric.seq)"
    if let interval = body.interval, let text = MetricText.interval(body) {
      notes += ", \(MetricText.level(interval)) interval \(text)"
    }
    return .members([
      (
        "dataset",
        .members([
          ("id", .string(hub)), ("task_id", .string("\(result.configuration)-\(body.metric)")),
        ])
      ),
      ("value", .number(MetricText.number(body) ?? 0)),
      ("date", .string(MetricText.day(metric))), ("notes", .string(notes)),
    ])
  }

  private static func safe(_ name: String) -> String {
    String(
      name.prefix(120).map {
        $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "-"
      }
    )
  }
}
