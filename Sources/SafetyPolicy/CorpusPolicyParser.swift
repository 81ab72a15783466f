import Diagnostics
import SafetyCore
import Yams

/// Reads a corpus policy from YAML against a closed schema and reports every problem at once.
package struct CorpusPolicyParser {
  /// The detectors that a policy may turn on, in the order they run.
  private let catalog: [DetectorDescriptor]
  private var file = ""
  private var problems: [Diagnostic] = []

  package init(catalog: [DetectorDescriptor]) { self.catalog = catalog }

  /// - Throws: `Diagnostics` with file, line and column for everything that is wrong.
  package mutating func parse(_ text: String, file: String) throws -> CorpusPolicy {
    self.file = file
    problems = []
    let root = try compose(text)
    let members = mapping(
      root,
      "the policy",
      keys: ["version", "name", "summary", "words", "limits", "detectors", "bias"]
    )
    if members["version"]?.int != 1 {
      report("policy/version", "`version` must be 1", members["version"] ?? root)
    }
    let words = choice(members["words"], WordDefinition.allCases.map(\.rawValue))
    var configured: [ConfiguredDetector] = []
    var rules: [RulePolicy?] = []
    let chosen = mapping(members["detectors"], "`detectors`", keys: catalog.map(\.name))
    for descriptor in catalog {
      guard let node = chosen[descriptor.name] else { continue }
      let parts = mapping(node, "the detector", keys: ["settings", "rules"])
      configured.append(
        ConfiguredDetector(
          descriptor: descriptor,
          settings: settings(parts["settings"], of: descriptor)
        )
      )
      rules += self.rules(parts["rules"], of: descriptor)
    }
    let limits = self.limits(members["limits"])
    let bias = self.bias(members["bias"])
    guard problems.isEmpty else { throw Diagnostics(problems) }
    return CorpusPolicy(
      name: members["name"]?.string ?? "unnamed",
      summary: members["summary"]?.string ?? "",
      words: words.flatMap(WordDefinition.init(rawValue:)) ?? .whitespace,
      detectors: configured,
      rules: rules,
      limits: limits,
      bias: bias
    )
  }

  private mutating func bias(_ node: Node?) -> BiasAuditPolicy? {
    guard let node else { return nil }
    let keys = ["identity_terms", "warn_ratio", "minimum_documents"]
    let members = mapping(node, "`bias`", keys: keys)
    var bias = BiasAuditPolicy()
    if let node = members["identity_terms"] {
      if let path = node.string {
        bias.identityTerms = resolved(path)
      } else {
        report("policy/wrong-type", "`identity_terms` must be the name of a file", node)
      }
    }
    if let node = members["warn_ratio"] {
      if let ratio = node.float, ratio > 1, ratio <= 1000 {
        bias.warnRatio = ratio
      } else {
        report("policy/out-of-range", "`warn_ratio` must be a number above 1", node)
      }
    }
    if let count = count(members["minimum_documents"]) { bias.minimumDocuments = count }
    return bias
  }

  /// Files are named from the folder of the policy, wherever the program is called from.
  private func resolved(_ path: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return String(file[...slash]) + path
  }

  private func compose(_ text: String) throws -> Node {
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

  private mutating func report(
    _ code: Diagnostic.Code,
    _ message: String,
    _ node: Node?,
    hint: String? = nil
  ) {
    let place = Diagnostic.Place(file: file, line: node?.mark?.line, column: node?.mark?.column)
    problems.append(Diagnostic(code, message, at: place, hint: hint))
  }

  /// The members of a mapping; unknown keys and other types are reported.
  private mutating func mapping(_ node: Node?, _ what: String, keys: [String]) -> [String: Node] {
    guard let node else { return [:] }
    if node.null != nil, node.scalar?.string.isEmpty ?? false { return [:] }
    guard let pairs = node.mapping else {
      report("policy/wrong-type", "\(what) must be a mapping", node)
      return [:]
    }
    var members: [String: Node] = [:]
    for (key, value) in pairs {
      let name = key.string ?? ""
      guard keys.contains(name) else {
        let hint = nearest(to: name, among: keys).map { "did you mean `\($0)`?" }
        report("policy/unknown-key", "unknown key `\(name)`", key, hint: hint)
        continue
      }
      guard members.updateValue(value, forKey: name) == nil else {
        report("policy/duplicate-key", "the key `\(name)` is there twice", key)
        continue
      }
    }
    return members
  }

  private mutating func choice(_ node: Node?, _ values: [String]) -> String? {
    guard let node else { return nil }
    if let text = node.string, values.contains(text) { return text }
    report("policy/wrong-value", "must be one of \(values.joined(separator: ", "))", node)
    return nil
  }

  private mutating func count(_ node: Node?) -> Int? {
    guard let node else { return nil }
    if let value = node.int, value > 0 { return value }
    report("policy/wrong-type", "must be a whole number above 0", node)
    return nil
  }

  private mutating func limits(_ node: Node?) -> CorpusLimits {
    var limits = CorpusLimits()
    let members = mapping(node, "`limits`", keys: ["document_bytes", "line_bytes"])
    if let value = count(members["document_bytes"]) { limits.documentBytes = value }
    if let value = count(members["line_bytes"]) { limits.lineBytes = value }
    return limits
  }

  private mutating func settings(
    _ node: Node?,
    of detector: DetectorDescriptor
  ) -> DetectorSettings {
    let members = mapping(node, "`settings`", keys: detector.settings.map(\.key))
    var settings = DetectorSettings()
    for setting in detector.settings {
      guard let node = members[setting.key] else {
        settings.values[setting.key] = setting.defaultValue
        continue
      }
      guard let value = value(node, setting.kind) else {
        report("policy/wrong-type", "wrong value for `\(setting.key)`", node, hint: setting.summary)
        continue
      }
      settings.values[setting.key] = value
    }
    return settings
  }

  private func value(_ node: Node, _ kind: SettingDescriptor.Kind) -> SettingValue? {
    switch kind {
    case .boolean: node.bool.map(SettingValue.boolean)
    case .integer(let range): node.int.flatMap { range.contains($0) ? .integer($0) : nil }
    case .number(let range): node.float.flatMap { range.contains($0) ? .number($0) : nil }
    case .string: node.scalar.map { .string($0.string) }
    case .file: node.scalar.map { .string(resolved($0.string)) }
    case .choice(let values):
      node.scalar.flatMap { values.contains($0.string) ? .string($0.string) : nil }
    case .strings: strings(node).map(SettingValue.strings)
    case .files: strings(node).map { .strings($0.map(resolved)) }
    }
  }

  private func strings(_ node: Node) -> [String]? {
    guard let items = node.sequence, items.allSatisfy({ $0.scalar != nil }) else { return nil }
    return items.compactMap { $0.scalar?.string }
  }

  private mutating func rules(_ node: Node?, of detector: DetectorDescriptor) -> [RulePolicy?] {
    let names = detector.rules.map { String($0.id.rawValue.dropFirst(detector.name.count + 1)) }
    let members = mapping(node, "`rules`", keys: names)
    return zip(names, detector.rules).map { name, descriptor in
      members[name].flatMap { rule($0, descriptor) }
    }
  }

  private mutating func rule(_ node: Node, _ descriptor: RuleDescriptor) -> RulePolicy? {
    let parts = mapping(node, "the rule", keys: ["min", "max", "action", "remove_above"])
    let actions = CorpusAction.allCases.filter {
      descriptor.hasSpans || ![.cut, .redact, .pseudonymise].contains($0)
    }
    let action = choice(parts["action"], actions.map(\.rawValue)).flatMap(CorpusAction.init)
    let minimum = bound(parts["min"], descriptor)
    let maximum = bound(parts["max"], descriptor)
    if let minimum, let maximum, minimum > maximum {
      report("policy/empty-range", "`min` is greater than `max`", node)
    }
    if minimum == nil, maximum == nil, !descriptor.hasSpans {
      report("policy/no-bound", "the rule needs `min` or `max`", node)
    }
    return RulePolicy(
      minimum: minimum,
      maximum: maximum ?? (descriptor.hasSpans ? 0 : nil),
      action: action ?? .remove,
      removeAbove: count(parts["remove_above"])
    )
  }

  private mutating func bound(_ node: Node?, _ descriptor: RuleDescriptor) -> Double? {
    guard let node else { return nil }
    guard let value = node.float, descriptor.domain.contains(value) else {
      let domain = descriptor.domain
      report(
        "policy/out-of-range",
        "the bound must be a number from \(domain.lowerBound) to \(domain.upperBound)",
        node
      )
      return nil
    }
    return value
  }
}
