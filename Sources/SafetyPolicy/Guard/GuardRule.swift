/// One sentence of a policy: where it looks, when it holds and what follows.
package struct GuardRule: Sendable, Hashable {
  /// Where the text of a hedge goes.
  package enum HedgePlace: String, Sendable, Hashable, CaseIterable {
    case prefix
    case suffix
    /// After the sentence in which the finding stands.
    case inline
  }

  package var id: String
  package var stages: Set<GuardStage>
  package var condition: GuardCondition
  /// Where this holds the rule does not.
  package var exclusion: GuardCondition?
  package var category: String?
  package var severity = GuardSeverity.medium
  package var action: GuardAction
  /// Puts the case into the review queue, whatever the action.
  package var escalates = false
  package var mode = GuardMode.enforce
  /// 0 to 100; who is in is decided by a hash of the rule and the caller's key.
  package var rolloutPercent = 100.0
  /// The first day on which the rule is void, `YYYY-MM-DD`.
  package var expires: String?
  package var reasonCode: String?
  /// The clause of a contract or law that the rule carries out.
  package var clause: String?
  package var template: String?
  package var hedgePlace = HedgePlace.suffix

  package init(
    id: String,
    stages: Set<GuardStage>,
    condition: GuardCondition,
    action: GuardAction
  ) {
    self.id = id
    self.stages = stages
    self.condition = condition
    self.action = action
  }
}
