import SafetyCore

extension CorpusPolicy {
  /// The policy as canonical JSON: what its digest is computed from and `policy show` prints.
  package var canonicalForm: CanonicalValue {
    var members = canonicalMembers
    if let bias {
      members["bias"] = [
        "minimum_documents": .integer(bias.minimumDocuments),
        "warn_ratio": .string(decimal(bias.warnRatio)),
      ]
    }
    return .object(members)
  }

  private var canonicalMembers: [String: CanonicalValue] {
    [
      "format": "gemma-safety.corpus-policy/1",
      "name": .string(name),
      "words": .string(words.rawValue),
      "limits": [
        "document_bytes": .integer(limits.documentBytes),
        "line_bytes": .integer(limits.lineBytes),
      ],
      "detectors": .object(
        Dictionary(
          uniqueKeysWithValues: zip(detectors, table.firstSlots).map { detector, first in
            (detector.descriptor.name, canonical(detector, firstSlot: first))
          }
        )
      ),
    ]
  }

  private func canonical(_ detector: ConfiguredDetector, firstSlot: Int) -> CanonicalValue {
    var members: [String: CanonicalValue] = [:]
    for (offset, rule) in detector.descriptor.rules.enumerated() {
      guard let policy = rules[firstSlot + offset] else { continue }
      members[rule.id.rawValue] = Self.canonical(policy)
    }
    return ["rules": .object(members), "settings": Self.canonicalSettings(detector)]
  }

  /// By slot, a digest of all that a rule's values depend on.
  ///
  /// That is its detector's settings and lists, and what a word is; bounds and actions are no part.
  package var definitions: [Digest] {
    detectors.flatMap { detector in
      let form: CanonicalValue = [
        "detector": .string(detector.descriptor.name),
        "settings": Self.canonicalSettings(detector),
        "words": .string(words.rawValue),
      ]
      let digest = Digest.sha256(form.canonicalJSON)
      return detector.descriptor.rules.map { _ in digest }
    }
  }

  private static func canonicalSettings(_ detector: ConfiguredDetector) -> CanonicalValue {
    // where a list lies does not matter; what is in it does, and that is in `lists_sha256`
    let paths =
      detector.descriptor.settings
      .filter { $0.kind == .file || $0.kind == .files }.map(\.key) + ["identity_terms"]
    return .object(
      detector.settings.values.filter { !paths.contains($0.key) }.mapValues(canonical)
    )
  }

  private static func canonical(_ rule: RulePolicy) -> CanonicalValue {
    var members: [String: CanonicalValue] = ["action": .string(rule.action.rawValue)]
    if let minimum = rule.minimum { members["min"] = .string(decimal(minimum)) }
    if let maximum = rule.maximum { members["max"] = .string(decimal(maximum)) }
    if let limit = rule.removeAbove { members["remove_above"] = .integer(limit) }
    return .object(members)
  }

  private static func canonical(_ value: SettingValue) -> CanonicalValue {
    switch value {
    case .boolean(let value): .boolean(value)
    case .integer(let value): .integer(value)
    case .number(let value): .string(decimal(value))
    case .string(let value): .string(value)
    case .strings(let values): .array(values.map(CanonicalValue.string))
    }
  }
}
