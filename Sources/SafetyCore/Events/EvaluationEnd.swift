/// The last event of one benchmark within a run: what its items must add up to.
package struct EvaluationEnd: EventBody {
  package static let kind = "evaluation.end"

  package var run: String
  package var benchmark: String
  /// Items on record; fewer than were announced is an incomplete evaluation.
  package var items: Int
  /// Items that gave no score, with the reason; they count in no figure.
  package var unscored: [String: Int]
  /// The RFC 6962 root over the items' bodies, `ts` left out, in the order of their events.
  package var itemsRoot: Digest

  package init(
    run: String,
    benchmark: String,
    items: Int,
    unscored: [String: Int] = [:],
    itemsRoot: Digest
  ) {
    self.run = run
    self.benchmark = benchmark
    self.items = items
    self.unscored = unscored
    self.itemsRoot = itemsRoot
  }

  package var members: [String: CanonicalValue] {
    [
      "benchmark": .string(benchmark), "items": .integer(items),
      "unscored": .object(unscored.mapValues { .integer($0) }),
      "items_root": .string(itemsRoot.hex),
    ]
  }

  package init(reading members: EventMembers) throws {
    let reasons = try members.object("unscored")
    self.init(
      run: try members.string("run"),
      benchmark: try members.string("benchmark"),
      items: try members.count("items"),
      unscored: try Dictionary(
        uniqueKeysWithValues: members.dictionary("unscored").keys.map {
          ($0, try reasons.count($0))
        }
      ),
      itemsRoot: try members.digest("items_root")
    )
  }
}
