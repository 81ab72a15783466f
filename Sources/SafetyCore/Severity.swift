/// How grave a finding is; `sensitive` and `personal` are the severities of Gemma's report.
package enum Severity: String, Sendable, Hashable, CaseIterable {
  case information
  case personal
  case sensitive
  case critical
}
