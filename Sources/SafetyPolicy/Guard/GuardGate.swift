/// A budget that a policy's own tests must keep before the policy may be used.
package struct GuardGate: Sendable, Hashable {
  package enum Measure: String, Sendable, Hashable, CaseIterable {
    /// The share of `must_block` runs, mutations included, that are blocked: at least.
    case minimumRecall = "min_recall"
    /// The share of `must_pass` runs that are changed: at most.
    case maximumFlagged = "max_flagged"
    /// The hold bound of the whole policy in characters: at most.
    case maximumHold = "max_hold"
  }

  package var measure: Measure
  package var limit: Double

  init(measure: Measure, limit: Double) {
    self.measure = measure
    self.limit = limit
  }
}
