import SafetyCore
import StrictYAML

extension ReleasePolicyParser {
  static let ruleKeys = [
    "id", "description", "risk", "kind", "benchmark", "metric", "slice", "dataset", "statistic",
    "op", "bound", "confidence", "min_n", "max_age_days", "max_unscored", "warn_margin", "baseline",
    "requires", "severity", "human_signoff",
  ]

  mutating func readRule(_ node: YAMLNode) {
    let members = reader.mapping(node, "a rule", keys: Self.ruleKeys)
    for key in ["risk", "statistic", "op", "bound"] where members[key] == nil {
      reader.report("release/missing-key", "a rule has no `\(key)`", node)
    }
    var rule = ReleaseRule(
      id: id(members, of: "a rule", node),
      risk: reader.choice(members["risk"], ReleasePolicy.risks) ?? "",
      benchmark: requiredText(members, "benchmark", of: "a rule", node),
      metric: requiredText(members, "metric", of: "a rule", node),
      statistic: reader.choice(members["statistic"]) ?? .point,
      comparison: reader.choice(members["op"]) ?? .atMost,
      bound: reader.signedNumber(members["bound"], "`bound`", -1e9...1e9) ?? 0,
      confidence: confidence(members["confidence"]) ?? defaults.confidence,
      minimumCount: minimumCount(members["min_n"]) ?? defaults.minimumCount,
      maximumAgeDays: days(members["max_age_days"]) ?? defaults.maximumAgeDays,
      maximumUnscored: unscored(members["max_unscored"]) ?? defaults.maximumUnscored
    )
    rule.summary = reader.string(members["description"], "`description`") ?? ""
    rule.kind = reader.choice(members["kind"]) ?? .metric
    rule.slice = slice(members["slice"])
    rule.dataset = dataset(members["dataset"])
    rule.warnMargin = reader.number(members["warn_margin"], "`warn_margin`", 0...1e9)
    rule.baseline = baseline(members["baseline"])
    rule.requirements = requirements(members["requires"])
    rule.severity = reader.choice(members["severity"]) ?? .block
    rule.needsSignoff =
      reader.boolean(members["human_signoff"], "`human_signoff`")
      ?? (rule.kind == .capabilityCeiling)
    checkDirection(rule, members, node)
    checkCeiling(rule, members, node)
    policy.rules.append(rule)
  }

  /// The far end of an interval against a bound would let doubt pass for proof.
  private mutating func checkDirection(
    _ rule: ReleaseRule,
    _ members: [String: YAMLNode],
    _ node: YAMLNode
  ) {
    let isOptimistic =
      rule.statistic == .upper && !rule.comparison.isCeiling
      || rule.statistic == .lower && rule.comparison.isCeiling
    guard isOptimistic, members["op"] != nil else { return }
    reader.report(
      "release/optimistic",
      "`\(rule.statistic.rawValue) \(rule.comparison.rawValue)` holds the better end to the bound",
      members["statistic"] ?? node,
      hint: "write `ci_upper` with `<` or `<=`, `ci_lower` with `>` or `>=`"
    )
  }

  private mutating func checkCeiling(
    _ rule: ReleaseRule,
    _ members: [String: YAMLNode],
    _ node: YAMLNode
  ) {
    guard rule.kind == .capabilityCeiling else { return }
    if !rule.needsSignoff {
      let message = "a capability ceiling is never passed without a person's word"
      reader.report(
        "release/no-signoff",
        message,
        members["human_signoff"] ?? node,
        hint: "leave `human_signoff` out"
      )
    }
    if !rule.comparison.isCeiling {
      reader.report("release/no-ceiling", "a ceiling's `op` is `<` or `<=`", members["op"] ?? node)
    }
    if rule.severity != .block {
      reader.report(
        "release/soft-ceiling",
        "a capability ceiling must block",
        members["severity"] ?? node,
        hint: "leave `severity` out, or make it a `metric`"
      )
    }
  }

  private mutating func slice(_ node: YAMLNode?) -> [String: String] {
    var slice: [String: String] = [:]
    for (name, _, value) in reader.pairs(node, "`slice`") {
      slice[name] = reader.string(value, "`slice.\(name)`")
    }
    return slice
  }

  private mutating func dataset(_ node: YAMLNode?) -> ReleaseRule.Dataset {
    let members = reader.mapping(node, "`dataset`", keys: ["sha256", "protocol_sha256"])
    return ReleaseRule.Dataset(
      sha256: digest(members["sha256"], "sha256"),
      protocolSHA256: digest(members["protocol_sha256"], "protocol_sha256")
    )
  }

  private mutating func baseline(_ node: YAMLNode?) -> ReleaseRule.Baseline? {
    guard let node else { return nil }
    let members = reader.mapping(
      node,
      "`baseline`",
      keys: ["digest", "max_regression", "test", "score"]
    )
    for key in ["max_regression", "test"] where members[key] == nil {
      reader.report("release/missing-key", "`baseline` has no `\(key)`", node)
    }
    return ReleaseRule.Baseline(
      model: requiredDigest(members, "digest", of: "`baseline`", node),
      maximumRegression: reader.number(members["max_regression"], "`max_regression`", 0...1e9) ?? 0,
      test: reader.choice(members["test"]) ?? .independent,
      score: reader.string(members["score"], "`score`", limit: 200)
    )
  }

  private mutating func requirements(_ node: YAMLNode?) -> ReleaseRule.Requirements {
    let members = reader.mapping(node, "`requires`", keys: ["guard", "harness", "seeds"])
    var requirements = ReleaseRule.Requirements()
    if let guarding = members["guard"] {
      switch guarding.scalar?.string {
      case "any": requirements.guarding = .any
      case "none": requirements.guarding = .none
      default:
        let digest = digest(guarding, "guard")
        requirements.guarding = digest.map { .policy($0) } ?? .any
      }
    }
    requirements.harness = reader.string(members["harness"], "`harness`", limit: 200) ?? ""
    requirements.seeds = reader.items(members["seeds"], "`seeds`", limit: 100).compactMap {
      reader.integer($0, "a seed", 0...(1 << 53))
    }
    if Set(requirements.seeds).count != requirements.seeds.count {
      reader.report("release/duplicate-id", "a seed is there twice", members["seeds"])
    }
    return requirements
  }
}
