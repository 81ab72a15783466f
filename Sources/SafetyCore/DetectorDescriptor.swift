/// What a detector offers: its rules in a fixed order and the settings a policy may give it.
package struct DetectorDescriptor: Sendable, Hashable {
  /// Kebab-case; the prefix of every rule's id.
  package let name: String
  package let summary: String
  package let rules: [RuleDescriptor]
  package let settings: [SettingDescriptor]

  package init(
    name: String,
    summary: String,
    rules: [RuleDescriptor],
    settings: [SettingDescriptor] = []
  ) {
    self.name = name
    self.summary = summary
    self.rules = rules
    self.settings = settings
  }
}

/// One key a policy may set for a detector, with its type, range and default.
package struct SettingDescriptor: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case boolean
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case string
    case choice([String])
    case strings
    /// A list of names, or one name that stands alone.
    case names
    /// A path, resolved against the folder of the policy file; its bytes count in the digest.
    case file
    case files
  }

  package let key: String
  package let kind: Kind
  package let defaultValue: SettingValue?
  package let summary: String

  package init(_ key: String, _ kind: Kind, default defaultValue: SettingValue?, summary: String) {
    self.key = key
    self.kind = kind
    self.defaultValue = defaultValue
    self.summary = summary
  }
}

/// The value of a setting after the policy checker has typed it.
package enum SettingValue: Sendable, Hashable {
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case strings([String])
}

/// The settings of one detector, defaults filled in; keys are those of its descriptor.
package struct DetectorSettings: Sendable, Hashable {
  package var values: [String: SettingValue]

  package init(_ values: [String: SettingValue] = [:]) { self.values = values }

  package func boolean(_ key: String) -> Bool? {
    if case .boolean(let value)? = values[key] { value } else { nil }
  }

  package func integer(_ key: String) -> Int? {
    if case .integer(let value)? = values[key] { value } else { nil }
  }

  /// A number, or an integer written where a number is expected.
  package func number(_ key: String) -> Double? {
    switch values[key] {
    case .number(let value)?: value
    case .integer(let value)?: Double(value)
    default: nil
    }
  }

  package func string(_ key: String) -> String? {
    if case .string(let value)? = values[key] { value } else { nil }
  }

  package func strings(_ key: String) -> [String]? {
    if case .strings(let value)? = values[key] { value } else { nil }
  }
}
