import SafetyPolicy

/// What a policy says of a recorded text: an action, or that the record does not tell.
package enum ReplayVerdict: Sendable, Hashable {
  case decided(GuardAction, rule: String?)
  /// The rules that cannot be settled; none where nothing at all can be told.
  case unknown(ReplayGap, rules: [String])
}

/// Why a record does not tell what a policy would have said.
package enum ReplayGap: String, Sendable, Hashable, CaseIterable {
  /// A detector that the policy asks had not looked, or was another one.
  case detectorNotRecorded = "detector_not_recorded"
  /// The risk that earlier turns leave hangs on the rules of the policy of then.
  case turnRisk = "turn_risk"
  /// The answer ended early; what would have followed was never written.
  case cutShort = "cut_short"
  /// Nothing had been looked at: the request failed before.
  case notLookedAt = "not_looked_at"
  /// The record is of before scores were recorded, or the log does not name the policy's detectors.
  case oldRecord = "old_record"
}

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
