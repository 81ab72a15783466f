/// What becomes of a request on which a detector could say nothing.
package enum GuardFailMode: String, Sendable, Hashable, CaseIterable {
  /// Refuse.
  case closed
  /// Let it pass and escalate it for review.
  case degrade
  /// Let it pass; the record says that it was not inspected.
  case open
}
