/// The last event of a run: the sums that its other events must add up to.
package struct RunEnd: EventBody {
  package static let kind = "run.end"

  package var run: String
  package var totals: ShardCounts
  /// Documents by the rule that decided about them.
  package var byReason: [String: Int]
  /// The root over the shards' item roots, as `itemsRoot(of:)` computes it.
  package var itemsRoot: Digest

  package init(run: String, totals: ShardCounts, byReason: [String: Int], itemsRoot: Digest) {
    self.run = run
    self.totals = totals
    self.byReason = byReason
    self.itemsRoot = itemsRoot
  }

  /// The RFC 6962 root over the shards' item roots, each a leaf, in order of their events.
  package static func itemsRoot(of shardRoots: some Sequence<Digest>) -> Digest {
    var range = MerkleRange()
    for root in shardRoots { range.append(MerkleRange.leafHash(root.bytes)) }
    return range.root
  }

  package var members: [String: CanonicalValue] {
    [
      "totals": totals.value, "by_reason": .object(byReason.mapValues { .integer($0) }),
      "items_root": .string(itemsRoot.hex),
    ]
  }

  package init(reading members: EventMembers) throws {
    let reasons = try members.object("by_reason")
    self.init(
      run: try members.string("run"),
      totals: try ShardCounts(reading: members.object("totals")),
      byReason: try Dictionary(
        uniqueKeysWithValues: members.dictionary("by_reason").keys.map {
          ($0, try reasons.count($0))
        }
      ),
      itemsRoot: try members.digest("items_root")
    )
  }
}
