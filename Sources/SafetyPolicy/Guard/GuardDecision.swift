import SafetyCore

/// What a policy says about one stage of a conversation, with everything that led to it.
package struct GuardDecision: Sendable, Hashable {
  /// Why a rule that holds does not act.
  package enum Standing: Sendable, Hashable {
    case enforced
    case shadow
    /// The caller's key is outside of the percentage.
    case notRolledOut
    /// The exception of this id relaxes it.
    case excepted(String)
  }

  /// A rule that holds.
  package struct Proposal: Sendable, Hashable {
    /// Place of the rule in the policy.
    package var rule: Int
    package var action: GuardAction
    package var severity: GuardSeverity
    package var standing: Standing
  }

  /// A rule on which nothing can be said, because a detector failed.
  package struct Unknown: Sendable, Hashable {
    package var rule: Int
    package var detectors: [Int]
    package var failMode: GuardFailMode
  }

  package var stage: GuardStage
  package var action = GuardAction.allow
  /// The rule that won; nil for `allow` and where a failure decided.
  package var rule: Int?
  package var severity = GuardSeverity.information
  /// All rules that hold, in the order of the policy.
  package var proposals: [Proposal] = []
  package var unknown: [Unknown] = []
  /// Whether a person should look at the case.
  package var escalates = false

  package init(stage: GuardStage) { self.stage = stage }

  /// Whether the action is the fail mode's and no rule's.
  package var isFailure: Bool { rule == nil && action == .refuse }

  /// This and what a later stage says of the same text: all rules that hold, the graver action.
  package func joined(by later: GuardDecision) -> GuardDecision {
    let isNamed = rule == nil && !isFailure && later.rule != nil
    let isGraver = later.action.rank > action.rank || (isNamed && later.action.rank == action.rank)
    var joined = isGraver ? later : self
    // A rule may be over both stages.
    let known = Set(proposals.map(\.rule))
    joined.proposals = (proposals + later.proposals.filter { !known.contains($0.rule) })
      .sorted { $0.rule < $1.rule }
    let open = Set(unknown.map(\.rule))
    joined.unknown = (unknown + later.unknown.filter { !open.contains($0.rule) })
      .sorted { $0.rule < $1.rule }
    joined.escalates = escalates || later.escalates
    return joined
  }
}
