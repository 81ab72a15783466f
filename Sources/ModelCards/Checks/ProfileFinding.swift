/// How a card stands to one field.
package struct ProfileFinding: Sendable, Hashable {
  package enum State: String, Sendable, Hashable, CaseIterable {
    case automatic
    case human
    case missing
    case notApplicable = "not-applicable"
  }

  package var field: ProfileField
  package var state: State
  /// What answers it, or why it is missing or does not apply.
  package var detail: String
  /// Whether the scheme is for another kind of card, so that all of its fields are missing.
  package var isOfOtherKind = false

  /// Whether the scheme is not satisfied for want of it.
  package var isBlocking: Bool { state == .missing && !field.isOptional }
}
