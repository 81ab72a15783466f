import SafetyCore
import SafetyPolicy

/// A part of a guarded answer.
package enum GuardedPiece: Sendable, Equatable {
  case text(String)
  case finished(FinishReason, GuardSummary)
}

/// What became of a guarded answer; it says nothing of any text.
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
}
