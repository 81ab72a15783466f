/// Whether a rule acts.
package enum GuardMode: String, Sendable, Hashable, CaseIterable {
  case enforce
  /// Decide and record, but change nothing.
  case shadow
  case off
}
