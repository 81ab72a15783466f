import SafetyCore
import StrictYAML

extension ReleasePolicyParser {
  /// A member that must be there; what is missing is reported.
  private mutating func required(
    _ members: [String: YAMLNode],
    _ key: String,
    of what: String,
    _ node: YAMLNode
  ) -> YAMLNode? {
    if members[key] == nil {
      reader.report("release/missing-key", "\(what) has no `\(key)`", node)
    }
    return members[key]
  }

  /// A text that must be there; what is missing is reported and read as empty.
  mutating func requiredText(
    _ members: [String: YAMLNode],
    _ key: String,
    of what: String,
    _ node: YAMLNode
  ) -> String {
    guard let value = required(members, key, of: what, node) else { return "" }
    let text = reader.string(value, "`\(key)`") ?? ""
    if text.allSatisfy(\.isWhitespace) {
      reader.report("release/missing-key", "`\(key)` is empty", value)
    }
    return text
  }

  /// A day that must be there.
  mutating func requiredDay(
    _ members: [String: YAMLNode],
    _ key: String,
    of what: String,
    _ node: YAMLNode
  ) -> String {
    reader.date(required(members, key, of: what, node), "`\(key)`") ?? ""
  }

  /// A digest that must be there; zeros stand for one that was reported.
  mutating func requiredDigest(
    _ members: [String: YAMLNode],
    _ key: String,
    of what: String,
    _ node: YAMLNode
  ) -> Digest {
    digest(required(members, key, of: what, node), key) ?? Digest.sha256([])
  }

  /// 64 hexadecimal digits, with or without `sha256:`.
  mutating func digest(_ node: YAMLNode?, _ key: String) -> Digest? {
    guard let node else { return nil }
    if let text = node.scalar?.string, let digest = Digest(hex: text) { return digest }
    reader.report("release/wrong-type", "`\(key)` must be 64 hexadecimal digits", node)
    return nil
  }

  mutating func confidence(_ node: YAMLNode?) -> Double? {
    reader.number(node, "`confidence`", 0.5...0.9999)
  }

  mutating func minimumCount(_ node: YAMLNode?) -> Int? {
    reader.integer(node, "`min_n`", 1...1_000_000_000)
  }

  mutating func days(_ node: YAMLNode?) -> Int? {
    reader.integer(node, "`max_age_days`", 1...36_500)
  }

  mutating func unscored(_ node: YAMLNode?) -> Int? {
    reader.integer(node, "`max_unscored`", 0...1_000_000_000)
  }

  /// An id of a rule or check, each once in a policy.
  mutating func id(_ members: [String: YAMLNode], of what: String, _ node: YAMLNode) -> String {
    let id = requiredText(members, "id", of: what, node)
    guard !id.isEmpty else { return id }
    let isName =
      id.utf8.count <= 64
      && id.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D
          || $0 == 0x2E
      }
    if !isName {
      let message = "an id is of lower-case letters, digits, `_`, `-` and `.`"
      reader.report("release/bad-id", message, members["id"])
    }
    if places.updateValue(members["id"] ?? node, forKey: id) != nil {
      reader.report("release/duplicate-id", "the id `\(id)` is there twice", members["id"])
    }
    return id
  }
}
