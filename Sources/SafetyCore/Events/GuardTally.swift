/// Decisions of the guard added up, for a card to quote: rules and counts, never a text.
///
/// Verification adds the same decisions up again, so that a tally cannot say what the log does not.
package struct GuardTally: EventBody {
  package static let kind = "guard.tally"

  /// Where the texts came from.
  package enum Origin: String, Sendable, Hashable, CaseIterable {
    /// People and programs that used the model.
    case service
    /// Benchmarks that were run behind the policy.
    case evaluation
  }

  /// Decisions that came out the same.
  package struct Count: Sendable, Hashable {
    package var stage: String
    package var action: String
    /// The rule that decided; nil where none did.
    package var rule: String?
    package var decisions: Int

    package init(stage: String, action: String, rule: String?, decisions: Int) {
      self.stage = stage
      self.action = action
      self.rule = rule
      self.decisions = decisions
    }
  }

  package var run: String
  package var policy: Digest
  package var model: String
  package var origin: Origin
  /// Events that were there; decisions among them were counted, later ones were not.
  package var size: Int
  /// Times of the first and the last decision.
  package var first: String
  package var last: String
  /// In order of stage, action and rule.
  package var counts: [Count]

  package init(
    run: String,
    policy: Digest,
    model: String,
    origin: Origin,
    size: Int,
    first: String,
    last: String,
    counts: [Count]
  ) {
    self.run = run
    self.policy = policy
    self.model = model
    self.origin = origin
    self.size = size
    self.first = first
    self.last = last
    self.counts = counts
  }

  package var members: [String: CanonicalValue] {
    [
      "policy": .string(policy.hex), "model": .string(model), "of": .string(origin.rawValue),
      "size": .integer(size), "first": .string(first), "last": .string(last),
      "counts": .array(
        counts.map {
          [
            "stage": .string($0.stage), "action": .string($0.action),
            "rule": $0.rule.map { .string($0) } ?? .null, "decisions": .integer($0.decisions),
          ]
        }
      ),
    ]
  }

  package init(reading members: EventMembers) throws {
    let word = try members.string("of")
    guard let origin = Origin(rawValue: word) else {
      throw members.problem("event/wrong-type", "`of` is `\(word.prefix(40))`")
    }
    self.init(
      run: try members.string("run"),
      policy: try members.digest("policy"),
      model: try members.string("model"),
      origin: origin,
      size: try members.count("size"),
      first: try members.string("first"),
      last: try members.string("last"),
      counts: try members.objects("counts").map {
        Count(
          stage: try $0.string("stage"),
          action: try $0.string("action"),
          rule: try $0.optionalString("rule"),
          decisions: try $0.count("decisions")
        )
      }
    )
  }
}
