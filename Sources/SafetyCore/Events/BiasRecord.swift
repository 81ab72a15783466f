/// How often documents of a run that mention a group were removed, beside all others.
package struct BiasRecord: EventBody {
  package static let kind = "filter.bias"

  package var run: String
  /// The identity rule, such as `identity/kettles`.
  package var rule: String
  /// `mentions`, `mentions_removed`, `others`, `others_removed` and the like.
  package var counts: [String: Int]

  package init(run: String, rule: String, counts: [String: Int]) {
    self.run = run
    self.rule = rule
    self.counts = counts
  }

  package var members: [String: CanonicalValue] {
    ["rule": .string(rule), "counts": .object(counts.mapValues { .integer($0) })]
  }

  package init(reading members: EventMembers) throws {
    self.init(
      run: try members.string("run"),
      rule: try members.string("rule"),
      counts: try members.counts("counts")
    )
  }
}
