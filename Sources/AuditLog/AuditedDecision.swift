import SafetyCore

/// A decision together with its place in the log.
package struct AuditedDecision: Sendable, Hashable {
  /// The event's place, counted from zero.
  package var seq: Int
  /// The time of its transaction.
  package var time: String
  package var decision: FilterDecision
}
