import StrictYAML

extension GuardPolicyParser {
  /// The entries of a mapping from ids; an id that was there before needs `override`.
  mutating func entries(
    _ node: YAMLNode?,
    _ what: String,
    kind: String
  ) -> [(id: String, value: YAMLNode)] {
    var found: [(id: String, value: YAMLNode)] = []
    for (name, key, value) in reader.pairs(node, what) where isFree(name, kind: kind, key) {
      places["\(kind) \(name)"] = key
      found.append((name, value))
    }
    return found
  }

  /// Whether an id is well-formed and may be defined here.
  mutating func isFree(_ id: String, kind: String, _ node: YAMLNode) -> Bool {
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
