/// The audit event by which a person settles a decision that the guard put up for review.
package struct ReviewResolved: EventBody {
  package static let kind = "review.resolved"

  package enum Verdict: String, Sendable, Hashable, CaseIterable {
    /// The guard decided rightly.
    case upheld
    /// It should have decided otherwise.
    case overturned
    /// Nobody can say any more.
    case unclear
  }

  /// The run of the decision.
  package var run: String
  /// The number of the decision's event.
  package var decision: Int
  /// The hash of the decision's body, so that the number cannot come to mean another one.
  package var leaf: Digest
  package var request: String
  package var verdict: Verdict
  package var reviewer: String
  package var note: String

  package init(
    run: String,
    decision: Int,
    leaf: Digest,
    request: String,
    verdict: Verdict,
    reviewer: String,
    note: String
  ) {
    self.run = run
    self.decision = decision
    self.leaf = leaf
    self.request = request
    self.verdict = verdict
    self.reviewer = reviewer
    self.note = note
  }

  package var members: [String: CanonicalValue] {
    [
      "decision": .integer(decision), "leaf": .string(leaf.hex), "request": .string(request),
      "verdict": .string(verdict.rawValue), "reviewer": .string(reviewer), "note": .string(note),
    ]
  }

  package init(reading members: EventMembers) throws {
    let word = try members.string("verdict")
    guard let verdict = Verdict(rawValue: word) else {
      throw members.problem("event/wrong-type", "`verdict` is no verdict")
    }
    self.init(
      run: try members.string("run"),
      decision: try members.count("decision"),
      leaf: try members.digest("leaf"),
      request: try members.string("request"),
      verdict: verdict,
      reviewer: try members.string("reviewer"),
      note: try members.string("note")
    )
  }
}
