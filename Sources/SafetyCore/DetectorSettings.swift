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
