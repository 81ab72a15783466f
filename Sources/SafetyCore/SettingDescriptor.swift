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
