import Diagnostics
import SafetyCore
import StrictYAML

extension ReleasePolicyParser {
  /// What each requirement may be told beside `id`, `description`, `require` and `severity`.
  private static let details: [String: [String]] = [
    "filters": ["filters", "runs"], "evaluations": ["benchmarks"], "card": ["profiles"],
    "licence": ["allowed"], "waivers": [], "audit_log": ["complete", "signed"],
    "checkpoint": ["signed"], "model_digest": [],
  ]

  mutating func readCheck(_ node: YAMLNode) {
    let common = ["id", "description", "require", "severity"]
    let all = common + Set(Self.details.values.flatMap { $0 }).sorted()
    let members = reader.mapping(node, "a check", keys: all)
    let id = id(members, of: "a check", node)
    guard members["require"] != nil else {
      reader.report("release/missing-key", "a check has no `require`", node)
      return
    }
    guard let name = reader.choice(members["require"], ReleaseCheck.Requirement.names),
      let details = Self.details[name]
    else { return }
    for key in members.keys.sorted() where !(common + details).contains(key) {
      reader.report("release/unknown-key", "`\(key)` is not of `\(name)`", members[key])
    }
    guard let requirement = requirement(name, members, node) else { return }
    policy.checks.append(
      ReleaseCheck(
        id: id,
        summary: reader.string(members["description"], "`description`") ?? "",
        requirement: requirement,
        severity: reader.choice(members["severity"]) ?? .block
      )
    )
  }

  private mutating func requirement(
    _ name: String,
    _ members: [String: YAMLNode],
    _ node: YAMLNode
  ) -> ReleaseCheck.Requirement? {
    switch name {
    case "filters":
      let names = someTexts(members, "filters", node)
      return .filters(
        names: names,
        allRuns: reader.choice(members["runs"], ["last", "all"]) == "all"
      )
    case "evaluations": return .evaluations(benchmarks: someTexts(members, "benchmarks", node))
    case "card": return .card(profiles: someTexts(members, "profiles", node))
    case "licence": return .licence(allowed: reader.strings(members["allowed"], "`allowed`"))
    case "waivers": return .waivers
    case "audit_log":
      return .auditLog(
        isComplete: reader.boolean(members["complete"], "`complete`") ?? true,
        isSigned: reader.boolean(members["signed"], "`signed`") ?? false
      )
    case "checkpoint":
      return .checkpoint(isSigned: reader.boolean(members["signed"], "`signed`") ?? false)
    case "model_digest": return .modelDigest
    default: return nil
    }
  }

  private mutating func someTexts(
    _ members: [String: YAMLNode],
    _ key: String,
    _ node: YAMLNode
  ) -> [String] {
    let texts = reader.strings(members[key], "`\(key)`")
    if texts.isEmpty {
      reader.report("release/missing-key", "`\(key)` must name at least one", members[key] ?? node)
    }
    return texts
  }
}
