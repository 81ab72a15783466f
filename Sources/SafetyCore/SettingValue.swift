/// The value of a setting after the policy checker has typed it.
package enum SettingValue: Sendable, Hashable {
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case strings([String])
}
