import SafetyCore

/// A decision that the guard put up for review, with how it was settled.
package struct AuditReview: Sendable, Hashable {
  /// A verdict with its place in the log.
  package struct Resolution: Sendable, Hashable {
    package var seq: Int
    package var time: String
    package var verdict: ReviewResolved
  }

  /// The number of the decision's event, counted from zero.
  package var seq: Int
  package var time: String
  package var decision: GuardEvent
  /// Nil while it waits.
  package var resolution: Resolution?
}
