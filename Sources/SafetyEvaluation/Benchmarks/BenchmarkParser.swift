import Diagnostics
import SafetyCore
import StrictYAML

/// Reads descriptions of benchmarks against a closed schema.
package struct BenchmarkParser {
  static let commonKeys = [
    "id", "title", "measures", "area", "suites", "licence", "citation", "url", "notes", "data",
    "protocol", "variants", "groups", "values", "metrics", "published",
  ]

  private static let requiredKeys = [
    "id", "title", "measures", "area", "licence", "citation", "url", "data", "protocol",
  ]

  var reader: YAMLReader

  private init(file: String) { reader = YAMLReader(file: file, domain: "benchmark") }

  /// Reads a description.
  ///
  /// - Parameters:
  ///   - text: The whole file.
  ///   - file: Its name, for problems.
  /// - Returns: The description under its digest.
  /// - Throws: `Diagnostics` with every problem, each with line and column.
  package static func parse(_ text: String, file: String) throws -> BenchmarkDescription {
    var parser = BenchmarkParser(file: file)
    let root = try parser.reader.compose(text)
    let description = parser.description(root, Digest.sha256(text.utf8))
    guard parser.reader.problems.isEmpty, let description else {
      throw Diagnostics(parser.reader.problems)
    }
    return description
  }

  private mutating func description(_ root: YAMLNode, _ digest: Digest) -> BenchmarkDescription? {
    let word = methodWord(of: root)
    let members = reader.mapping(root, "a benchmark", keys: Self.commonKeys + methodKeys(word))
    for key in Self.requiredKeys where members[key] == nil { missing(key, root) }
    let area: BenchmarkDescription.Area? = reader.choice(members["area"])
    let sources = reader.items(members["data"], "`data`", limit: 8).compactMap { source($0) }
    let method = method(word, members, root)
    guard let id = identifier(members["id"]), let title = text("title", members),
      let measures = text("measures", members), let licence = text("licence", members),
      let citation = text("citation", members), let url = text("url", members), let area,
      let method
    else { return nil }
    let metrics = metrics(members["metrics"], root)
    return BenchmarkDescription(
      id: id,
      title: title,
      measures: measures,
      area: area,
      suites: reader.strings(members["suites"], "`suites`"),
      licence: licence,
      citation: citation,
      url: url,
      notes: text("notes", members),
      sources: sources,
      variants: variants(members["variants"]),
      method: method,
      groups: templates(members["groups"], "`groups`"),
      values: templates(members["values"], "`values`"),
      metrics: metrics,
      published: published(members["published"], metrics),
      sha256: digest,
      file: reader.file
    )
  }

  /// The protocol, ahead of all else: it says which keys there may be.
  private func methodWord(of root: YAMLNode) -> String {
    root.mapping?.first { $0.key.string == "protocol" }?.value.string ?? ""
  }

  private mutating func text(_ key: String, _ members: [String: YAMLNode]) -> String? {
    reader.string(members[key], "`\(key)`")
  }

  private mutating func identifier(_ node: YAMLNode?) -> String? {
    guard let id = reader.string(node, "`id`", limit: 64) else { return nil }
    let isKebab = id.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
    }
    if isKebab { return id }
    reader.report(reader.code("wrong-value"), "`id` must be lower-case letters, digits, `-`", node)
    return nil
  }

  // MARK: Parts that all sections share

  /// A template, or a report of where its braces go wrong.
  mutating func template(_ node: YAMLNode?, _ what: String) -> TextTemplate? {
    guard let text = node.flatMap({ plainText($0, what) }) else { return nil }
    if let template = TextTemplate(parsing: text) { return template }
    reader.report(
      reader.code("template"),
      "\(what) has braces that do not fit",
      node,
      hint: "a field is written {{name}} or {{name.member}}"
    )
    return nil
  }

  /// Templates by name.
  mutating func templates(_ node: YAMLNode?, _ what: String) -> [String: TextTemplate] {
    var found: [String: TextTemplate] = [:]
    for (name, _, value) in reader.pairs(node, what) {
      found[name] = template(value, "`\(name)` of \(what)")
    }
    return found
  }

  /// A path of a field, such as `answer_info.ans0`.
  mutating func path(_ node: YAMLNode?, _ what: String) -> [String]? {
    guard let text = node.flatMap({ plainText($0, what) }) else { return nil }
    return text.split(separator: ".").map(String.init)
  }

  /// A text that may be empty, or look like a number, where it stands in quotation marks.
  mutating func plainText(_ node: YAMLNode, _ what: String) -> String? {
    if let scalar = node.scalar, scalar.string.isEmpty, scalar.style != .plain { return "" }
    return reader.string(node, what, limit: 16_384)
  }

  mutating func missing(_ key: String, _ node: YAMLNode) {
    reader.report(reader.code("missing-key"), "`\(key)` is missing", node)
  }
}
