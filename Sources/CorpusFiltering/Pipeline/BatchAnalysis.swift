import SafetyCore

/// What became of one batch, ready to be written in input order.
package struct BatchAnalysis: Sendable {
  package var kept: [UInt8] = []
  package var removed: [UInt8] = []
  package var quarantine: [UInt8] = []
  package var outcomes: [DocumentOutcome] = []
  package var decisions: [DecisionRecord] = []
  /// A leaf of the shard's items tree for every document, kept or not.
  package var leaves: [Digest] = []
  package var quarantinedCodes: [String] = []

  package init() {}
}
