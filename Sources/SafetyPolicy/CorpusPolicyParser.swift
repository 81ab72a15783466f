import Diagnostics
import SafetyCore
import StrictYAML

/// Reads a corpus policy from YAML against a closed schema and reports every problem at once.
package struct CorpusPolicyParser {
  /// The detectors that a policy may turn on, in the order they run.
  private let catalog: [DetectorDescriptor]
  private var reader = YAMLReader(file: "", domain: "policy")

  package init(catalog: [DetectorDescriptor]) { self.catalog = catalog }

  /// - Throws: `Diagnostics` with file, line and column for everything that is wrong.
  package mutating func parse(_ text: String, file: String) throws -> CorpusPolicy {
    reader = YAMLReader(file: file, domain: "policy")
    let root = try reader.compose(text)
    let members = reader.mapping(
      root,
      "the policy",
      keys: ["version", "name", "summary", "words", "limits", "detectors", "bias"]
    )
    if members["version"]?.int != 1 {
      reader.report("policy/version", "`version` must be 1", members["version"] ?? root)
    }
    let words: WordDefinition? = reader.choice(members["words"])
    let (detectors, rules) = self.detectors(members["detectors"])
    let limits = self.limits(members["limits"])
    let bias = self.bias(members["bias"])
    let name = plainText(members["name"], "`name`")
    let summary = plainText(members["summary"], "`summary`")
    guard reader.problems.isEmpty else { throw Diagnostics(reader.problems) }
    return CorpusPolicy(
      name: name ?? "unnamed",
      summary: summary ?? "",
      words: words ?? .whitespace,
      detectors: detectors,
      rules: rules,
      limits: limits,
      bias: bias
    )
  }

  /// A text, as which numbers count as well.
  private mutating func plainText(_ node: YAMLNode?, _ what: String) -> String? {
    if let node, node.scalar == nil {
      reader.report("policy/wrong-type", "\(what) must be a text", node)
    }
    return node?.string
  }

  /// The detectors that the policy turns on, and the rules of all of them in one table.
  private mutating func detectors(
    _ node: YAMLNode?
  ) -> (detectors: [ConfiguredDetector], rules: [RulePolicy?]) {
    var detectors: [ConfiguredDetector] = []
    var rules: [RulePolicy?] = []
    let chosen = reader.mapping(node, "`detectors`", keys: catalog.map(\.name))
    for descriptor in catalog {
      guard let node = chosen[descriptor.name] else { continue }
      let parts = reader.mapping(node, "the detector", keys: ["settings", "rules"])
      let settings = settings(parts["settings"], of: descriptor)
      detectors.append(ConfiguredDetector(descriptor: descriptor, settings: settings))
      rules += self.rules(parts["rules"], of: descriptor)
    }
    return (detectors, rules)
  }

  private mutating func bias(_ node: YAMLNode?) -> BiasAuditPolicy? {
    guard let node else { return nil }
    let keys = ["identity_terms", "warn_ratio", "minimum_documents"]
    let members = reader.mapping(node, "`bias`", keys: keys)
    var bias = BiasAuditPolicy()
    if let node = members["identity_terms"] {
      if let path = node.string {
        bias.identityTerms = resolved(path)
      } else {
        reader.report("policy/wrong-type", "`identity_terms` must be the name of a file", node)
      }
    }
    if let node = members["warn_ratio"] {
      if let ratio = node.float, ratio > 1, ratio <= 1000 {
        bias.warnRatio = ratio
      } else {
        let message = "`warn_ratio` must be a number above 1 and at most 1000"
        reader.report("policy/out-of-range", message, node)
      }
    }
    if let count = reader.count(members["minimum_documents"]) { bias.minimumDocuments = count }
    return bias
  }

  /// Files are named from the folder of the policy, wherever the program is called from.
  private func resolved(_ path: String) -> String {
    guard !path.hasPrefix("/"), let slash = reader.file.lastIndex(of: "/") else { return path }
    return String(reader.file[...slash]) + path
  }

  private mutating func limits(_ node: YAMLNode?) -> CorpusLimits {
    var limits = CorpusLimits()
    let members = reader.mapping(node, "`limits`", keys: ["document_bytes", "line_bytes"])
    if let value = reader.count(members["document_bytes"]) { limits.documentBytes = value }
    if let value = reader.count(members["line_bytes"]) { limits.lineBytes = value }
    return limits
  }

  private mutating func settings(
    _ node: YAMLNode?,
    of detector: DetectorDescriptor
  ) -> DetectorSettings {
    let members = reader.mapping(node, "`settings`", keys: detector.settings.map(\.key))
    var settings = DetectorSettings()
    for setting in detector.settings {
      guard let node = members[setting.key] else {
        settings.values[setting.key] = setting.defaultValue
        continue
      }
      if case .choice(let values) = setting.kind {
        if let value = reader.choice(node, values) { settings.values[setting.key] = .string(value) }
        continue
      }
      guard let value = value(node, setting.kind) else {
        reader.report(
          "policy/wrong-type",
          "wrong value for `\(setting.key)`",
          node,
          hint: setting.summary
        )
        continue
      }
      settings.values[setting.key] = value
    }
    return settings
  }

  private func value(_ node: YAMLNode, _ kind: SettingDescriptor.Kind) -> SettingValue? {
    switch kind {
    case .boolean: node.bool.map(SettingValue.boolean)
    case .integer(let range): node.int.flatMap { range.contains($0) ? .integer($0) : nil }
    case .number(let range): node.float.flatMap { range.contains($0) ? .number($0) : nil }
    case .string: node.scalar.map { .string($0.string) }
    case .file: node.scalar.map { .string(resolved($0.string)) }
    case .choice(let values): node.string.flatMap { values.contains($0) ? .string($0) : nil }
    case .strings: strings(node).map(SettingValue.strings)
    case .names: (node.string.map { [$0] } ?? strings(node)).map(SettingValue.strings)
    case .files: strings(node).map { .strings($0.map(resolved)) }
    }
  }

  private func strings(_ node: YAMLNode) -> [String]? {
    guard let items = node.sequence, items.allSatisfy({ $0.scalar != nil }) else { return nil }
    return items.compactMap { $0.scalar?.string }
  }

  private mutating func rules(_ node: YAMLNode?, of detector: DetectorDescriptor) -> [RulePolicy?] {
    let names = detector.rules.map { String($0.id.rawValue.dropFirst(detector.name.count + 1)) }
    let members = reader.mapping(node, "`rules`", keys: names)
    return zip(names, detector.rules).map { name, descriptor in
      members[name].flatMap { rule($0, descriptor) }
    }
  }

  private mutating func rule(_ node: YAMLNode, _ descriptor: RuleDescriptor) -> RulePolicy? {
    let parts = reader.mapping(node, "the rule", keys: ["min", "max", "action", "remove_above"])
    let actions = CorpusAction.allCases.filter {
      descriptor.hasSpans || ![.cut, .redact, .pseudonymise].contains($0)
    }
    let action = reader.choice(parts["action"], actions.map(\.rawValue)).flatMap(CorpusAction.init)
    let minimum = bound(parts["min"], descriptor)
    let maximum = bound(parts["max"], descriptor)
    if let minimum, let maximum, minimum > maximum {
      reader.report("policy/empty-range", "`min` is greater than `max`", node)
    }
    if minimum == nil, maximum == nil, !descriptor.hasSpans {
      reader.report("policy/no-bound", "the rule needs `min` or `max`", node)
    }
    return RulePolicy(
      minimum: minimum,
      maximum: maximum ?? (descriptor.hasSpans ? 0 : nil),
      action: action ?? .remove,
      removeAbove: reader.count(parts["remove_above"])
    )
  }

  private mutating func bound(_ node: YAMLNode?, _ descriptor: RuleDescriptor) -> Double? {
    guard let node else { return nil }
    guard let value = node.float, descriptor.domain.contains(value) else {
      let domain = descriptor.domain
      reader.report(
        "policy/out-of-range",
        "the bound must be a number from \(domain.lowerBound) to \(domain.upperBound)",
        node
      )
      return nil
    }
    return value
  }
}
