import ReportPages
import SafetyCore
import SafetyPolicy

/// The JSON Schema of a corpus policy, made from what detectors say of themselves.
struct CorpusPolicySchema {
  let detectors: [DetectorDescriptor]

  var value: ReportValue {
    .object([
      "$schema": .string("https://json-schema.org/draft/2020-12/schema"),
      "title": .string("A corpus policy of gemma-safety"),
      "type": .string("object"),
      "additionalProperties": .boolean(false),
      "required": .strings(["version"]),
      "properties": .object([
        "version": .object(["const": .integer(1)]),
        "name": Self.type("string"),
        "summary": Self.type("string"),
        "words": .object(["enum": .strings(WordDefinition.allCases.map(\.rawValue))]),
        "limits": Self.closed([("document_bytes", Self.count), ("line_bytes", Self.count)]),
        "bias": Self.closed([
          ("identity_terms", Self.type("string")),
          ("warn_ratio", Self.ratio), ("minimum_documents", Self.count),
        ]),
        "detectors": Self.closed(detectors.map { ($0.name, Self.detector($0)) }),
      ]),
    ])
  }

  private static let count = ReportValue.object([
    "type": .string("integer"), "minimum": .integer(1),
  ])
  private static let ratio = ReportValue.object([
    "type": .string("number"), "exclusiveMinimum": .integer(1), "maximum": .integer(1000),
  ])

  private static func type(_ name: String) -> ReportValue { .object(["type": .string(name)]) }

  /// An object of these members and no others; a key may also stand without a value.
  private static func closed(
    _ members: [(String, ReportValue)],
    description: String? = nil,
    with more: [ReportValue.Member] = []
  ) -> ReportValue {
    let words = description.map { [ReportValue.Member(name: "description", value: .string($0))] }
    return .members(
      (words ?? []) + [
        .init(name: "type", value: .strings(["object", "null"])),
        .init(name: "additionalProperties", value: .boolean(false)),
        .init(
          name: "properties",
          value: .members(members.map { .init(name: $0.0, value: $0.1) })
        ),
      ] + more
    )
  }

  private static func detector(_ detector: DetectorDescriptor) -> ReportValue {
    let rules = detector.rules.map { rule in
      (String(rule.id.rawValue.dropFirst(detector.name.count + 1)), Self.rule(rule))
    }
    return closed(
      [
        ("settings", closed(detector.settings.map { ($0.key, setting($0)) })),
        ("rules", closed(rules)),
      ],
      description: detector.summary
    )
  }

  private static func setting(_ setting: SettingDescriptor) -> ReportValue {
    let members: KeyValuePairs<String, ReportValue> =
      switch setting.kind {
      case .boolean: ["type": .string("boolean")]
      case .integer(let range):
        [
          "type": .string("integer"), "minimum": .integer(range.lowerBound),
          "maximum": .integer(range.upperBound),
        ]
      case .number(let range):
        [
          "type": .string("number"), "minimum": .number(range.lowerBound),
          "maximum": .number(range.upperBound),
        ]
      case .choice(let values): ["enum": .strings(values)]
      case .strings, .files: ["type": .string("array"), "items": type("string")]
      case .names: ["type": .strings(["string", "array"]), "items": type("string")]
      case .string, .file: ["type": .string("string")]
      }
    let description = ReportValue.Member(name: "description", value: .string(setting.summary))
    return .members([description] + members.map { .init(name: $0.key, value: $0.value) })
  }

  private static func rule(_ rule: RuleDescriptor) -> ReportValue {
    let actions = CorpusAction.allCases.filter {
      rule.hasSpans || ![.cut, .redact, .pseudonymise].contains($0)
    }
    let bound = ReportValue.object([
      "type": .string("number"), "minimum": .number(rule.domain.lowerBound),
      "maximum": .number(rule.domain.upperBound),
    ])
    let needs = ReportValue.array(
      ["min", "max"].map { .object(["required": .strings([$0])]) }
    )
    return closed(
      [
        ("min", bound), ("max", bound),
        ("action", .object(["enum": .strings(actions.map(\.rawValue))])), ("remove_above", count),
      ],
      description: rule.summary,
      with: rule.hasSpans ? [] : [.init(name: "anyOf", value: needs)]
    )
  }
}
