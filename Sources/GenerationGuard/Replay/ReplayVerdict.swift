import SafetyPolicy

/// What a policy says of a recorded text: an action, or that the record does not tell.
package enum ReplayVerdict: Sendable, Hashable {
  case decided(GuardAction, rule: String?)
  /// The rules that cannot be settled; none where nothing at all can be told.
  case unknown(ReplayGap, rules: [String])
}
