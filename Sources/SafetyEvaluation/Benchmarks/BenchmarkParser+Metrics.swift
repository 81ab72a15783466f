import SafetyCore
import StrictYAML

extension BenchmarkParser {
  private static let metricKeys = [
    "name", "kind", "of", "by", "better", "target", "across", "first", "second", "cluster", "with",
  ]

  mutating func metrics(_ node: YAMLNode?, _ root: YAMLNode) -> [MetricRecipe] {
    if node == nil { missing("metrics", root) }
    return reader.items(node, "`metrics`", limit: 64).compactMap { metric($0) }
  }

  private mutating func metric(_ node: YAMLNode) -> MetricRecipe? {
    let members = reader.mapping(node, "a metric", keys: Self.metricKeys)
    let better: MetricEvent.Direction? = reader.choice(members["better"])
    guard let name = reader.string(members["name"], "`name`"),
      let kind: MetricKind = reader.choice(members["kind"]), let direction = better
    else {
      reader.report(
        reader.code("missing-key"),
        "a metric needs `name`, `kind` and `better`",
        node
      )
      return nil
    }
    var options: [String: String] = [:]
    for key in ["across", "first", "second", "cluster", "with"] {
      options[key] = members[key].flatMap { plainText($0, "`\(key)`") }
    }
    for key in kind.requiredOptions where options[key] == nil { missing(key, node) }
    if direction == .target, members["target"] == nil { missing("target", node) }
    return MetricRecipe(
      name: name,
      kind: kind,
      score: reader.string(members["of"], "`of`") ?? "correct",
      slices: reader.strings(members["by"], "`by`"),
      direction: direction,
      target: reader.number(members["target"], "`target`", 0...1_000),
      options: options
    )
  }

  /// What others have published; `percent` says that the printed value is a hundredfold.
  mutating func published(_ node: YAMLNode?, _ metrics: [MetricRecipe]) -> [PublishedFigure] {
    reader.items(node, "`published`", limit: 256).compactMap { entry in
      let members = reader.mapping(
        entry,
        "a published figure",
        keys: ["model", "metric", "percent", "value", "source"]
      )
      guard let model = reader.string(members["model"], "`model`"),
        let metric = reader.choice(members["metric"], metrics.map(\.name)),
        let source = reader.string(members["source"], "`source`")
      else {
        reader.report(
          reader.code("missing-key"),
          "a published figure needs `model`, `metric` and `source`",
          entry
        )
        return nil
      }
      let key = members["percent"] == nil ? "value" : "percent"
      guard let number = reader.number(members[key], "`\(key)`", 0...1_000_000) else {
        if members[key] == nil { missing("percent", entry) }
        return nil
      }
      return PublishedFigure(
        model: model,
        metric: metric,
        printed: members[key]?.string ?? "",
        value: key == "percent" ? number / 100 : number,
        source: source
      )
    }
  }
}
