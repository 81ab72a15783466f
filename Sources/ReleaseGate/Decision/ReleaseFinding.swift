import SafetyCore

/// How one rule or check came out, with what it rests on.
package struct ReleaseFinding: Sendable, Hashable {
  /// What would bring a rule that does not hold further.
  package enum Step: Sendable, Hashable {
    case evaluate(benchmark: String, seed: Int?, guardPolicy: Bool)
    case evaluateBaseline(benchmark: String, model: Digest)
    case filter(names: [String])
    case verifyLog
    case publishCheckpoint
    case completeCard(profile: String?)
    case nameLicence(allowed: [String])
    case signOff(rule: String)
    case reviewWaiver(rule: String)
    case improveModel
  }

  package var id: String
  package var severity: ReleaseRule.Severity
  package var outcome: GateOutcome
  package var reason: String
  package var risk: String?
  /// What was asked for, such as `ci_upper <= 0.08`.
  package var demand: String?
  package var figure: ReleaseEvidence.Figure?
  /// Full days since the figure was written.
  package var ageDays: Int?
  /// Figures that fit the rule, the one that decided among them.
  package var attempts = 0
  /// Events that the outcome rests on, in ascending order.
  package var evidence: [Int] = []
  package var step: Step?
  package var waiver: GateVerdict.Waiver?
  /// One-sided, that the bound is not held; nil where no interval decided.
  var probability: Double?

  init(
    id: String,
    severity: ReleaseRule.Severity,
    outcome: GateOutcome,
    reason: String
  ) {
    self.id = id
    self.severity = severity
    self.outcome = outcome
    self.reason = reason
  }

  /// Whether the finding stands in the way of the release.
  package var blocks: Bool {
    // Evidence that cannot be relied on makes every other outcome doubtful.
    outcome == .invalid || severity == .block && outcome.isOpen
  }

  /// The finding as the verdict's event has it.
  package var record: GateVerdict.Rule {
    GateVerdict.Rule(
      id: id,
      severity: severity.rawValue,
      outcome: outcome,
      reason: reason,
      risk: risk,
      bound: demand,
      figure: figure.map {
        GateVerdict.Figure(
          value: $0.event.value,
          low: $0.event.interval?.low,
          high: $0.event.interval?.high,
          count: $0.event.count
        )
      },
      evidence: evidence,
      waiver: waiver
    )
  }
}
