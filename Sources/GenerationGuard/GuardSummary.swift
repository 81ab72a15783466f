import SafetyPolicy

/// What became of a guarded answer; it says nothing of any text but the policy's own.
package struct GuardSummary: Sendable, Equatable {
  /// The id that the records of this answer bear.
  package var request: String
  /// The stage that decided.
  package var stage: GuardStage
  package var action: GuardAction
  /// The id of the rule that won.
  package var rule: String?
  package var reasonCode: String?
  /// What failed, where a failure and no rule decided.
  package var failure: String?
  /// The most characters that were held back at once.
  package var heldMaximum = 0
  /// Cautions and words of help that do not stand within an answer that a program reads.
  package var caution: String?
  /// Vouches for all turns up to this answer, to be handed back with it; nil without a key.
  package var seal: String?
}
