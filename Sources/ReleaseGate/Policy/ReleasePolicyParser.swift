import Diagnostics
import SafetyCore
import StrictYAML

/// Reads a release policy from YAML against a closed schema and reports every problem at once.
package struct ReleasePolicyParser {
  /// What stands for a rule that leaves something out.
  struct Defaults {
    var confidence = 0.95
    var minimumCount = 1
    var maximumAgeDays = 365
    var maximumUnscored = 0
  }

  static let keys = [
    "schema", "name", "version", "owner", "description", "changelog", "settings", "rules", "checks",
    "waivers", "signoffs",
  ]

  var reader = YAMLReader(file: "", domain: "release")
  var policy = ReleasePolicy()
  var defaults = Defaults()
  /// Where each rule and check stands.
  var places: [String: YAMLNode] = [:]

  package init() {}

  /// Whether a document says that it is a policy of releases, whatever else is wrong with it.
  package static func isReleasePolicy(_ text: String) -> Bool {
    YAMLReader.schema(of: text)?.contains("gemma-safety/release-policy/") ?? false
  }

  /// - Parameters:
  ///   - text: The YAML.
  ///   - file: For messages.
  /// - Returns: The policy with every default filled in.
  /// - Throws: `Diagnostics` with file, line and column for everything that is wrong.
  package mutating func parse(_ text: String, file: String) throws -> ReleasePolicy {
    reader = YAMLReader(file: file, domain: "release")
    policy = ReleasePolicy()
    let root = try reader.compose(text)
    let members = reader.mapping(root, "the policy", keys: Self.keys)
    if let other = members["schema"], other.string?.hasPrefix("gemma-safety/policy/") == true {
      // Every key of it would be a problem of its own.
      throw Diagnostics([
        Diagnostic(
          "release/schema",
          "the file is a policy of the guard: `schema` must be `\(ReleasePolicy.schema)`",
          at: reader.place(of: other),
          hint: "give a policy of releases, such as a copy of policies/release.yaml"
        )
      ])
    }
    if members["schema"]?.string != ReleasePolicy.schema {
      let message = "`schema` must be `\(ReleasePolicy.schema)`"
      reader.report("release/schema", message, members["schema"] ?? root)
    }
    readHeader(members, root)
    readSettings(members["settings"])
    for node in reader.items(members["rules"], "`rules`", limit: 1_000) { readRule(node) }
    for node in reader.items(members["checks"], "`checks`", limit: 1_000) { readCheck(node) }
    for node in reader.items(members["waivers"], "`waivers`", limit: 1_000) { readWaiver(node) }
    for node in reader.items(members["signoffs"], "`signoffs`", limit: 1_000) { readSignoff(node) }
    checkWhole(root)
    guard reader.problems.isEmpty else { throw Diagnostics(reader.problems) }
    return policy
  }

  private mutating func readHeader(_ members: [String: YAMLNode], _ root: YAMLNode) {
    policy.name = requiredText(members, "name", of: "the policy", root)
    policy.version = requiredText(members, "version", of: "the policy", root)
    if let node = members["version"], !YAMLReader.isVersion(policy.version) {
      reader.report("release/version", "`version` must be three numbers such as 1.0.0", node)
    }
    policy.owner = reader.string(members["owner"], "`owner`") ?? ""
    policy.summary = reader.string(members["description"], "`description`") ?? ""
    _ = reader.strings(members["changelog"], "`changelog`")
  }

  private mutating func readSettings(_ node: YAMLNode?) {
    let keys = ["correction", "confidence", "min_n", "max_age_days", "max_unscored"]
    let members = reader.mapping(node, "`settings`", keys: keys)
    policy.correction = reader.choice(members["correction"]) ?? policy.correction
    defaults.confidence = confidence(members["confidence"]) ?? defaults.confidence
    defaults.minimumCount = minimumCount(members["min_n"]) ?? defaults.minimumCount
    defaults.maximumAgeDays = days(members["max_age_days"]) ?? defaults.maximumAgeDays
    defaults.maximumUnscored = unscored(members["max_unscored"]) ?? defaults.maximumUnscored
  }

  private mutating func readWaiver(_ node: YAMLNode) {
    let keys = ["rule", "approver", "reason", "expires"]
    let members = reader.mapping(node, "a waiver", keys: keys)
    let rule = requiredText(members, "rule", of: "a waiver", node)
    let waiver = ReleasePolicy.Waiver(
      rule: rule,
      terms: GateVerdict.Waiver(
        approver: requiredText(members, "approver", of: "a waiver", node),
        reason: requiredText(members, "reason", of: "a waiver", node),
        expires: requiredDay(members, "expires", of: "a waiver", node)
      )
    )
    if policy.waivers.contains(where: { $0.rule == rule }) {
      reader.report("release/duplicate-id", "the rule `\(rule)` is waived twice", node)
    }
    checkNamed(rule, members["rule"] ?? node)
    if policy.rules.contains(where: { $0.id == rule && $0.kind == .capabilityCeiling }) {
      reader.report(
        "release/waived-ceiling",
        "`\(rule)` is a capability ceiling, which no waiver covers",
        members["rule"] ?? node
      )
    }
    policy.waivers.append(waiver)
  }

  private mutating func readSignoff(_ node: YAMLNode) {
    let keys = ["rule", "approver", "model", "date", "note"]
    let members = reader.mapping(node, "a sign-off", keys: keys)
    let signoff = ReleasePolicy.Signoff(
      rule: requiredText(members, "rule", of: "a sign-off", node),
      approver: requiredText(members, "approver", of: "a sign-off", node),
      model: requiredDigest(members, "model", of: "a sign-off", node),
      date: requiredDay(members, "date", of: "a sign-off", node),
      note: reader.string(members["note"], "`note`") ?? ""
    )
    checkNamed(signoff.rule, members["rule"] ?? node)
    policy.signoffs.append(signoff)
  }

  /// What shows only when all is read.
  private mutating func checkWhole(_ root: YAMLNode) {
    let severities = policy.rules.map(\.severity) + policy.checks.map(\.severity)
    if !severities.contains(.block) {
      reader.report(
        "release/no-rules",
        "a policy in which nothing blocks lets every model pass",
        root,
        hint: "give a rule or a check `severity: block`"
      )
    }
  }

  /// Names a rule that a waiver or a sign-off is for and that is not there; rules are read before.
  private mutating func checkNamed(_ rule: String, _ node: YAMLNode) {
    let ids = policy.rules.map(\.id) + policy.checks.map(\.id)
    guard !rule.isEmpty, !ids.contains(rule) else { return }
    let names = ids.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
    let hint = nearest(to: rule, among: ids).map { "did you mean `\($0)`?" }
    reader.report(
      "release/unknown-rule",
      "there is no rule `\(rule)`",
      node,
      hint: hint ?? "there are \(names)\(ids.count > 8 ? ", …" : "")"
    )
  }
}
