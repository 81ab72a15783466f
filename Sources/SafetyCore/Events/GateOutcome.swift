/// How a rule of a release came out, from the best to the gravest.
package enum GateOutcome: String, Sendable, Hashable, CaseIterable {
  /// The evidence holds the bound.
  case pass
  /// It holds, but within the margin of an early warning; or a rule that only warns does not hold.
  case warn
  /// It does not hold, and a named person took that upon themselves until a day.
  case waived
  /// The evidence is too old, or of another model, dataset, guard or harness.
  case stale
  /// There is no evidence, or too little to tell.
  case insufficient
  /// The evidence says that the bound is not held.
  case fail
  /// The evidence cannot be relied on: a proof fails or a run is incomplete.
  case invalid

  /// The place in the order above.
  package var gravity: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }

  /// Whether a release must not happen, where the rule is one that blocks.
  package var isOpen: Bool { gravity > Self.waived.gravity }
}
