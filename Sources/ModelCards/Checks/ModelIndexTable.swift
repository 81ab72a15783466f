import StrictYAML

/// The figures of `model-index` in a front matter as a table, so that they compare as tables do.
enum ModelIndexTable {
  static let key = "model-index"

  /// A row for each figure; nil where the front matter has none that can be read.
  static func read(_ yaml: String) -> MarkdownTable? {
    var reader = YAMLReader(file: "card", domain: "card")
    // A stranger's front matter that is no YAML is compared as text.
    guard let root = try? reader.compose(yaml), let index = members(root, &reader)[key] else {
      return nil
    }
    let models = reader.items(index, key).map { members($0, &reader) }
    let rows = models.flatMap { model in
      reader.items(model["results"], "results").flatMap { result in
        figures(members(result, &reader), model: models.count > 1 ? model["name"] : nil, &reader)
      }
    }
    guard reader.problems.isEmpty else { return nil }
    return MarkdownTable(heading: key, columns: ["Result", "Value", "n"], rows: rows)
  }

  private static func figures(
    _ result: [String: YAMLNode],
    model: YAMLNode?,
    _ reader: inout YAMLReader
  ) -> [[String]] {
    let dataset = members(result["dataset"], &reader)
    return reader.items(result["metrics"], "metrics").map { item in
      let metric = members(item, &reader)
      let arguments = members(metric["args"], &reader)
      let name = [
        model, dataset["name"] ?? dataset["type"], dataset["config"], dataset["split"],
        metric["name"] ?? metric["type"],
      ].compactMap { reader.text($0) }.joined(separator: ", ")
      let interval = reader.text(arguments["interval"]).map { " (\($0))" } ?? ""
      let value = reader.text(metric["value"]) ?? ""
      return [name, value + interval, reader.text(arguments["n"]) ?? ""]
    }
  }

  private static func members(_ node: YAMLNode?, _ reader: inout YAMLReader) -> [String: YAMLNode] {
    let pairs = reader.pairs(node, "an entry").map { ($0.name, $0.value) }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }
}
