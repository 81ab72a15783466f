import SafetyPolicy

/// How a decision differs from another one on the same text.
package enum ReplayOutcome: String, Sendable, Hashable, CaseIterable {
  case blocked
  case allowed
  case hedged
  case redacted
  /// Answered under an instruction: `safe_complete` and `rewrite`.
  case guided
  case unchanged
  case unknown

  /// What it means to have the second verdict in place of the first.
  package init(_ before: ReplayVerdict, _ after: ReplayVerdict) {
    guard case .decided(let old, _) = before, case .decided(let new, _) = after else {
      self = .unknown
      return
    }
    self = Self.effect(old) == Self.effect(new) ? .unchanged : Self.effect(new)
  }

  private static func effect(_ action: GuardAction) -> ReplayOutcome {
    switch action {
    case .allow, .annotate: .allowed
    case .hedge: .hedged
    case .redact: .redacted
    case .rewrite, .safeComplete: .guided
    case .cut, .refuse: .blocked
    }
  }
}
