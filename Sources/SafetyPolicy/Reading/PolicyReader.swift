import Diagnostics
import Yams

/// Reads YAML against a closed schema and gathers every problem with its line and column.
struct PolicyReader {
  let file: String
  private(set) var problems: [Diagnostic] = []

  init(file: String) { self.file = file }

  /// The root of a document of at most 1 MiB without anchors.
  ///
  /// - Throws: `Diagnostics` of one problem where nothing can be read at all.
  func compose(_ text: String) throws -> Node {
    let place = Diagnostic.Place(file: file)
    guard text.utf8.count <= 1 << 20 else {
      throw Diagnostics([Diagnostic("policy/too-large", "the policy is over 1 MiB", at: place)])
    }
    do {
      // A node holds its anchor weakly; the parser must outlive the search for anchors.
      let parser = try Yams.Parser(yaml: text)
      if let node = try parser.singleRoot() {
        try withExtendedLifetime(parser) { try refuseAnchors(in: node) }
        return node
      }
      throw Diagnostics([Diagnostic("policy/empty", "the policy is empty", at: place)])
    } catch let error as YamlError {
      throw Diagnostics([Diagnostic("policy/yaml", "not valid YAML: \(error)", at: place)])
    }
  }

  /// An anchor lets a small file stand for a huge one, and hides what a rule says.
  private func refuseAnchors(in node: Node) throws {
    let anchor = node.scalar?.anchor ?? node.mapping?.anchor ?? node.sequence?.anchor
    guard anchor == nil else {
      throw Diagnostics([
        Diagnostic(
          "policy/anchor",
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

  mutating func report(
    _ code: Diagnostic.Code,
    _ message: String,
    _ node: Node?,
    hint: String? = nil
  ) {
    let place = Diagnostic.Place(file: file, line: node?.mark?.line, column: node?.mark?.column)
    problems.append(Diagnostic(code, message, at: place, hint: hint))
  }

  /// Takes over what was found elsewhere, such as in a file that this one extends.
  mutating func add(_ found: [Diagnostic]) { problems += found }

  /// The members of a mapping; unknown keys and other types are reported.
  mutating func mapping(_ node: Node?, _ what: String, keys: [String]) -> [String: Node] {
    var members: [String: Node] = [:]
    for (name, key, value) in pairs(node, what) {
      guard keys.contains(name) else {
        let hint = nearest(to: name, among: keys).map { "did you mean `\($0)`?" }
        report("policy/unknown-key", "unknown key `\(name)`", key, hint: hint)
        continue
      }
      members[name] = value
    }
    return members
  }

  /// The pairs of a mapping in their order, each key once; another type is reported.
  mutating func pairs(_ node: Node?, _ what: String) -> [(name: String, key: Node, value: Node)] {
    guard let node else { return [] }
    if node.null != nil, node.scalar?.string.isEmpty ?? false { return [] }
    guard let pairs = node.mapping else {
      report("policy/wrong-type", "\(what) must be a mapping", node)
      return []
    }
    var seen: Set<String> = []
    var found: [(name: String, key: Node, value: Node)] = []
    for (key, value) in pairs {
      let name = key.string ?? ""
      guard seen.insert(name).inserted else {
        report("policy/duplicate-key", "the key `\(name)` is there twice", key)
        continue
      }
      found.append((name, key, value))
    }
    return found
  }

  mutating func choice(_ node: Node?, _ values: [String]) -> String? {
    guard let node else { return nil }
    if let text = node.string, values.contains(text) { return text }
    let meant = node.string.flatMap { nearest(to: $0, among: values) }
    report(
      "policy/wrong-value",
      "must be one of \(values.joined(separator: ", "))",
      node,
      hint: meant.map { "did you mean `\($0)`?" }
    )
    return nil
  }

  mutating func count(_ node: Node?) -> Int? {
    guard let node else { return nil }
    if let value = node.int, value > 0 { return value }
    report("policy/wrong-type", "must be a whole number above 0", node)
    return nil
  }
}
