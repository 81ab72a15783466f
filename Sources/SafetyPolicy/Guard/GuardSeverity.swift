/// How grave a matter is on the guard's scale of five; severity is apart from confidence.
package enum GuardSeverity: Int, Sendable, Hashable, CaseIterable, Comparable {
  case information
  case low
  case medium
  case high
  /// No exception relaxes a rule of this severity.
  case critical

  /// As policies write it.
  package var name: String {
    switch self {
    case .information: "information"
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    case .critical: "critical"
    }
  }

  /// Reads the word of a policy.
  init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  package static func < (a: GuardSeverity, b: GuardSeverity) -> Bool { a.rawValue < b.rawValue }
}
