import SafetyPolicy

/// The end of an answer before its end.
package struct StreamStop: Sendable, Equatable {
  /// What of the answer may still be written.
  package var text: String
  /// The guard's own words, to be written after it.
  package var tail: String
  /// Whether part of the answer had been written before.
  package var isPartial: Bool
  package var action: GuardAction
  /// The rule's place in the policy; nil where the guard itself failed.
  package var rule: Int?
  /// What failed; nil where a rule decided.
  package var failure: String?
}
