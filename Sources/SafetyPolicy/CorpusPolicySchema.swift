import SafetyCore

/// The schema of corpus policies as a JSON Schema, by which editors complete and check them.
///
/// It is made from the detectors that there are, so that it cannot say otherwise than the parser;
/// what only the parser knows, such as a bound that a rule needs, is not in it.
package struct CorpusPolicySchema: Sendable {
  private let catalog: [DetectorDescriptor]

  package init(catalog: [DetectorDescriptor]) { self.catalog = catalog }

  /// Draft 2020-12.
  package var value: CanonicalValue {
    var schema = Self.closed([
      "version": ["const": 1],
      "name": ["type": "string"],
      "summary": ["type": "string"],
      "words": ["enum": .array(WordDefinition.allCases.map { .string($0.rawValue) })],
      "limits": .object(Self.closed(["document_bytes": Self.count, "line_bytes": Self.count])),
      "bias": .object(
        Self.closed([
          "identity_terms": ["type": "string"],
          "warn_ratio": ["type": "number", "exclusiveMinimum": 1, "maximum": 1000],
          "minimum_documents": Self.count,
        ])
      ),
      "detectors": .object(
        Self.closed(
          Dictionary(uniqueKeysWithValues: catalog.map { ($0.name, Self.detector($0)) })
        )
      ),
    ])
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "gemma-safety corpus policy"
    schema["required"] = ["version"]
    return .object(schema)
  }

  private static let count: CanonicalValue = ["type": "integer", "minimum": 0]

  /// An object of these members alone.
  private static func closed(_ properties: [String: CanonicalValue]) -> [String: CanonicalValue] {
    ["type": "object", "additionalProperties": false, "properties": .object(properties)]
  }

  /// A detector may stand alone, without settings or rules.
  private static func detector(_ detector: DetectorDescriptor) -> CanonicalValue {
    let rules = detector.rules.map { rule in
      (String(rule.id.rawValue.dropFirst(detector.name.count + 1)), Self.rule(rule))
    }
    let settings = detector.settings.map { ($0.key, setting($0)) }
    var schema = closed([
      "settings": optional(closed(Dictionary(uniqueKeysWithValues: settings))),
      "rules": optional(closed(Dictionary(uniqueKeysWithValues: rules))),
    ])
    schema["description"] = .string(detector.summary)
    return optional(schema)
  }

  /// The same, where nothing may stand in its place.
  private static func optional(_ schema: [String: CanonicalValue]) -> CanonicalValue {
    .object(schema.merging(["type": ["object", "null"]]) { $1 })
  }

  private static func rule(_ rule: RuleDescriptor) -> CanonicalValue {
    let bound = range(rule.domain)
    let actions = CorpusAction.allCases.filter {
      rule.hasSpans || ![.cut, .redact, .pseudonymise].contains($0)
    }
    var schema = closed([
      "min": bound, "max": bound, "remove_above": count,
      "action": ["enum": .array(actions.map { .string($0.rawValue) })],
    ])
    schema["description"] = .string(rule.summary)
    return optional(schema)
  }

  /// Bounds that are no whole numbers are left to the parser, since canonical JSON has no fractions.
  private static func range(_ range: ClosedRange<Double>) -> CanonicalValue {
    var schema: [String: CanonicalValue] = ["type": "number"]
    schema["minimum"] = Int(exactly: range.lowerBound).map { .integer($0) }
    schema["maximum"] = Int(exactly: range.upperBound).map { .integer($0) }
    return .object(schema)
  }

  private static func setting(_ setting: SettingDescriptor) -> CanonicalValue {
    var schema: [String: CanonicalValue]
    switch setting.kind {
    case .boolean: schema = ["type": "boolean"]
    case .integer(let range):
      schema = [
        "type": "integer", "minimum": .integer(range.lowerBound),
        "maximum": .integer(range.upperBound),
      ]
    case .number(let bounds): schema = range(bounds).members ?? [:]
    case .string, .file: schema = ["type": ["string", "number", "boolean"]]
    case .choice(let values): schema = ["enum": .array(values.map { .string($0) })]
    default: schema = ["type": ["array", "string"], "items": ["type": ["string", "number"]]]
    }
    schema["description"] = .string(setting.summary)
    return .object(schema)
  }
}
