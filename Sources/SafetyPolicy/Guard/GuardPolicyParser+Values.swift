import Yams

extension GuardPolicyParser {
  /// A text; what YAML takes for a truth value, a number or nothing must be quoted.
  mutating func string(_ node: Node?, _ what: String, limit: Int = 4_096) -> String? {
    guard let node else { return nil }
    guard let scalar = node.scalar else {
      reader.report("policy/wrong-type", "\(what) must be a text", node)
      return nil
    }
    if scalar.style == .plain, Self.isImplicit(scalar.string) {
      reader.report(
        "policy/implicit-type",
        "\(what) is no text as it stands",
        node,
        hint: "write \"\(scalar.string.prefix(20))\" in quotation marks"
      )
      return nil
    }
    guard scalar.string.utf8.count <= limit else {
      reader.report("policy/too-long", "\(what) is over \(limit) bytes", node)
      return nil
    }
    return scalar.string
  }

  /// Whether YAML would read a plain scalar as anything but a text.
  private static func isImplicit(_ text: String) -> Bool {
    switch text.lowercased() {
    case "", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n": true
    default: Double(text) != nil || text.hasPrefix("0x") || text.hasPrefix("0o")
    }
  }

  mutating func boolean(_ node: Node?, _ what: String) -> Bool? {
    guard let node else { return nil }
    switch node.scalar?.string {
    case "true": return true
    case "false": return false
    default:
      reader.report("policy/wrong-type", "\(what) must be true or false", node)
      return nil
    }
  }

  mutating func integer(_ node: Node?, _ what: String, _ range: ClosedRange<Int>) -> Int? {
    guard let node else { return nil }
    let text = node.scalar?.string ?? ""
    let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    if isPlain, text == "0" || !text.hasPrefix("0"), let value = Int(text), range.contains(value) {
      return value
    }
    reader.report(
      "policy/out-of-range",
      "\(what) must be a whole number from \(range.lowerBound) to \(range.upperBound)",
      node
    )
    return nil
  }

  mutating func number(_ node: Node?, _ what: String, _ range: ClosedRange<Double>) -> Double? {
    guard let node else { return nil }
    let text = node.scalar?.string ?? ""
    let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    if isPlain, let value = Double(text), range.contains(value) { return value }
    reader.report(
      "policy/out-of-range",
      "\(what) must be a number from \(range.lowerBound) to \(range.upperBound)",
      node
    )
    return nil
  }

  /// `YYYY-MM-DD`, quoted or not.
  mutating func date(_ node: Node?, _ what: String) -> String? {
    guard let node else { return nil }
    let text = node.scalar?.string ?? ""
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isDate =
      text.utf8.count == 10 && parts.map(\.utf8.count) == [4, 2, 2]
      && parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
      && parts.count == 3 && (1...12).contains(Int(parts[1]) ?? 0)
      && (1...31).contains(Int(parts[2]) ?? 0)
    if isDate { return text }
    reader.report("policy/wrong-type", "\(what) must be a day such as 2027-01-31", node)
    return nil
  }

  mutating func items(_ node: Node?, _ what: String, limit: Int = 10_000) -> [Node] {
    guard let node else { return [] }
    guard let sequence = node.sequence else {
      reader.report("policy/wrong-type", "\(what) must be a list", node)
      return []
    }
    guard sequence.count <= limit else {
      reader.report("policy/too-long", "\(what) has more than \(limit) entries", node)
      return []
    }
    return Array(sequence)
  }

  mutating func strings(_ node: Node?, _ what: String) -> [String] {
    items(node, what).compactMap { string($0, "an entry of \(what)") }
  }

  /// A list of words out of a fixed set.
  mutating func choices(_ node: Node?, _ what: String, _ values: [String]) -> [String] {
    items(node, what).compactMap { reader.choice($0, values) }
  }

  /// The entries of a mapping from ids; an id that was there before needs `override`.
  mutating func entries(
    _ node: Node?,
    _ what: String,
    kind: String
  ) -> [(id: String, value: Node)] {
    var found: [(id: String, value: Node)] = []
    for (name, key, value) in reader.pairs(node, what) where isFree(name, kind: kind, key) {
      places["\(kind) \(name)"] = key
      found.append((name, value))
    }
    return found
  }

  /// Whether an id is well-formed and may be defined here.
  mutating func isFree(_ id: String, kind: String, _ node: Node) -> Bool {
    let isName =
      !id.isEmpty && id.utf8.count <= 64
      && id.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D
          || $0 == 0x2E
      }
    guard isName else {
      reader.report(
        "policy/bad-id",
        "an id is of lower-case letters, digits, `_`, `-` and `.`",
        node
      )
      return false
    }
    guard inherited.contains("\(kind) \(id)"), !overridden.contains(id) else { return true }
    reader.report(
      "policy/override",
      "a policy that this one extends defines the \(kind) `\(id)`",
      node,
      hint: "add `\(id)` to `override` to replace it"
    )
    return false
  }

  /// Files are named from the folder of the policy; `builtin:` names stay as they are.
  func resolved(_ path: String) -> String {
    guard !path.hasPrefix("/"), !path.hasPrefix("builtin:"),
      let slash = reader.file.lastIndex(of: "/")
    else { return path }
    return String(reader.file[...slash]) + path
  }
}
