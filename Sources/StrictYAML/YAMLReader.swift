import Diagnostics
import Yams

/// A part of a YAML document, with its place in the file.
package typealias YAMLNode = Yams.Node

/// Reads YAML against a closed schema and gathers every problem with its line and column.
package struct YAMLReader {
  package let file: String
  /// What every code begins with, such as `policy`.
  private let domain: String
  package private(set) var problems: [Diagnostic] = []

  /// - Parameters:
  ///   - file: For the places of problems.
  ///   - domain: What every code begins with: `policy` for `policy/unknown-key`.
  package init(file: String, domain: String) {
    self.file = file
    self.domain = domain
  }

  /// A code of this reader's domain.
  package func code(_ name: String) -> Diagnostic.Code { .init(rawValue: "\(domain)/\(name)") }

  /// The root of a document of at most 1 MiB without anchors; a byte order mark is passed over.
  ///
  /// - Throws: `Diagnostics` of one problem where nothing can be read at all.
  package func compose(_ text: String) throws -> YAMLNode {
    let place = Diagnostic.Place(file: file)
    guard text.utf8.count <= 1 << 20 else {
      throw Diagnostics([Diagnostic(code("too-large"), "the file is over 1 MiB", at: place)])
    }
    do {
      // A node holds its anchor weakly; the parser must outlive the search for anchors.
      let yaml = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
      let parser = try Yams.Parser(yaml: yaml)
      if let node = try parser.singleRoot() {
        try withExtendedLifetime(parser) { try refuseAnchors(in: node) }
        return node
      }
      throw Diagnostics([Diagnostic(code("empty"), "the file is empty", at: place)])
    } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
      // Its description holds the whole text.
      throw Diagnostics([
        Diagnostic(
          code("duplicate-key"),
          "the key `\(keys.first ?? "")` is there more than once",
          at: .init(file: file, line: context.mark.line, column: context.mark.column),
          hint: "keep one of them"
        )
      ])
    } catch let error as YamlError {
      throw Diagnostics([problem(of: error)])
    }
  }

  /// What the parser says and where; its own description holds whole lines of the text.
  private func problem(of error: YamlError) -> Diagnostic {
    var place = Diagnostic.Place(file: file)
    let words: [String?]
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      (place.line, place.column) = (mark.line, mark.column)
      words = [context?.text, problem]
    case .reader(let problem, let offset, _, let yaml):
      if let offset {
        let lines = yaml.prefix(offset)
          .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        (place.line, place.column) = (lines.count, (lines.last?.count ?? 0) + 1)
      }
      words = [problem]
    default: words = ["\(error)"]
    }
    let message = words.compactMap { $0 }.joined(separator: ", ")
    return Diagnostic(code("yaml"), "not valid YAML: \(message)", at: place)
  }

  /// An anchor lets a small file stand for a huge one, and hides what a rule says.
  private func refuseAnchors(in node: YAMLNode) throws {
    let anchor = node.scalar?.anchor ?? node.mapping?.anchor ?? node.sequence?.anchor
    guard anchor == nil else {
      throw Diagnostics([
        Diagnostic(
          code("anchor"),
          "anchors and aliases are not allowed",
          at: .init(file: file, line: node.mark?.line, column: node.mark?.column),
          hint: "write the value out at each place"
        )
      ])
    }
    for (key, value) in node.mapping ?? [:] {
      try refuseAnchors(in: key)
      try refuseAnchors(in: value)
    }
    for item in node.sequence ?? [] { try refuseAnchors(in: item) }
  }

  package mutating func report(
    _ code: Diagnostic.Code,
    _ message: String,
    _ node: YAMLNode?,
    hint: String? = nil
  ) {
    problems.append(Diagnostic(code, message, at: place(of: node), hint: hint))
  }

  /// Where a part of the document stands.
  package func place(of node: YAMLNode?) -> Diagnostic.Place {
    Diagnostic.Place(file: file, line: node?.mark?.line, column: node?.mark?.column)
  }

  /// Takes over what was found elsewhere, such as in a file that this one extends.
  package mutating func add(_ found: [Diagnostic]) { problems += found }

  /// The members of a mapping; unknown keys and other types are reported.
  package mutating func mapping(_ node: YAMLNode?, _ what: String, keys: [String]) -> [String:
    YAMLNode]
  {
    var members: [String: YAMLNode] = [:]
    for (name, key, value) in pairs(node, what) {
      guard keys.contains(name) else {
        let hint = nearest(to: name, among: keys).map { "did you mean `\($0)`?" }
        report(code("unknown-key"), "unknown key `\(name)`", key, hint: hint)
        continue
      }
      members[name] = value
    }
    return members
  }

  /// The pairs of a mapping in their order, each key once; another type is reported.
  package mutating func pairs(_ node: YAMLNode?, _ what: String) -> [(
    name: String, key: YAMLNode, value: YAMLNode
  )] {
    guard let node else { return [] }
    if node.null != nil, node.scalar?.string.isEmpty ?? false { return [] }
    guard let pairs = node.mapping else {
      report(code("wrong-type"), "\(what) must be a mapping", node)
      return []
    }
    var seen: Set<String> = []
    var found: [(name: String, key: YAMLNode, value: YAMLNode)] = []
    for (key, value) in pairs {
      let name = key.string ?? ""
      guard seen.insert(name).inserted else {
        report(code("duplicate-key"), "the key `\(name)` is there twice", key)
        continue
      }
      found.append((name, key, value))
    }
    return found
  }

  package mutating func choice(_ node: YAMLNode?, _ values: [String]) -> String? {
    guard let node else { return nil }
    if let text = node.string, values.contains(text) { return text }
    let meant = node.string.flatMap { nearest(to: $0, among: values) }
    report(
      code("wrong-value"),
      "must be one of \(values.joined(separator: ", "))",
      node,
      hint: meant.map { "did you mean `\($0)`?" }
    )
    return nil
  }

  package mutating func count(_ node: YAMLNode?) -> Int? {
    guard let node else { return nil }
    if let value = node.int, value > 0 { return value }
    report(code("wrong-type"), "must be a whole number above 0", node)
    return nil
  }
}
