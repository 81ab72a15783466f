import SafetyCore

/// What a gate decided: every rule's outcome and, from these, the whole.
package struct ReleaseDecision: Sendable, Hashable {
  package var policyDigest: Digest
  package var model: String
  package var modelSHA256: Digest
  /// Rules in the order of the policy, then checks.
  package var findings: [ReleaseFinding]

  /// `pass`, `warn`, or the gravest outcome of a rule that stands in the way.
  package var outcome: GateOutcome {
    let blocking = findings.filter(\.blocks).map(\.outcome)
    if let gravest = blocking.max(by: { $0.gravity < $1.gravity }) { return gravest }
    return findings.allSatisfy { $0.outcome == .pass } ? .pass : .warn
  }
}

extension ReleaseDecision {
  /// 0 where the release may happen, 1 where a bound is broken, 2 where evidence is missing or old,
  /// 3 where it cannot be relied on.
  package var exitCode: Int {
    switch outcome {
    case .pass, .warn, .waived: 0
    case .fail: 1
    case .stale, .insufficient: 2
    case .invalid: 3
    }
  }
}
