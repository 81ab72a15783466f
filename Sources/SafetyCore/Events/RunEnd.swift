/// The last event of a run: the sums that its other events must add up to.
package struct RunEnd: EventBody {
  package static let kind = "run.end"

  package var run: String
  package var totals: ShardCounts
  /// Documents by the rule that decided about them.
  package var byReason: [String: Int]
  /// What each rule changed in documents that were kept, of which several may have changed one.
  ///
  /// Nil in records of before this was counted.
  package var changes: [String: RuleChange]?
  /// Inputs that could not be opened, by code; what they hold is in no count.
  ///
  /// Nil in records of before this was counted.
  package var unreadable: [String: Int]?
  /// The root over the shards' item roots, as `itemsRoot(of:)` computes it.
  package var itemsRoot: Digest

  package init(
    run: String,
    totals: ShardCounts,
    byReason: [String: Int],
    changes: [String: RuleChange]? = nil,
    unreadable: [String: Int]? = nil,
    itemsRoot: Digest
  ) {
    self.run = run
    self.totals = totals
    self.byReason = byReason
    self.changes = changes
    self.unreadable = unreadable
    self.itemsRoot = itemsRoot
  }

  /// Inputs that could not be opened, for whatever reason; nil where nobody counted.
  package var unreadableCount: Int? { unreadable?.values.reduce(0, &+) }

  /// The RFC 6962 root over the shards' item roots, each a leaf, in order of their events.
  package static func itemsRoot(of shardRoots: some Sequence<Digest>) -> Digest {
    var range = MerkleRange()
    for root in shardRoots { range.append(MerkleRange.leafHash(root.bytes)) }
    return range.root
  }

  package var members: [String: CanonicalValue] {
    var members: [String: CanonicalValue] = [
      "totals": totals.value, "by_reason": .object(byReason.mapValues { .integer($0) }),
      "items_root": .string(itemsRoot.hex),
    ]
    members["changes"] = changes.map { .object($0.mapValues(\.value)) }
    members["unreadable"] = unreadable.map { .object($0.mapValues { .integer($0) }) }
    return members
  }

  package init(reading members: EventMembers) throws {
    self.init(
      run: try members.string("run"),
      totals: try ShardCounts(reading: members.object("totals")),
      byReason: try members.counts("by_reason"),
      changes: try members.optionalObject("changes")?.objectsByName(RuleChange.init(reading:)),
      unreadable: try members.holds("unreadable") ? members.counts("unreadable") : nil,
      itemsRoot: try members.digest("items_root")
    )
  }
}
