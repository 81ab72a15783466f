/// The books of one finished shard.
package struct RunShard: EventBody {
  package static let kind = "run.shard"

  package var run: String
  /// Index into the run's input manifest.
  package var shard: Int
  /// The name in the input manifest.
  package var name: String
  package var counts: ShardCounts
  /// The RFC 6962 root over the shard's items in input order.
  package var itemsRoot: Digest

  package init(run: String, shard: Int, name: String, counts: ShardCounts, itemsRoot: Digest) {
    self.run = run
    self.shard = shard
    self.name = name
    self.counts = counts
    self.itemsRoot = itemsRoot
  }

  package var members: [String: CanonicalValue] {
    [
      "shard": .integer(shard), "name": .string(name), "counts": counts.value,
      "items_root": .string(itemsRoot.hex),
    ]
  }

  package init(reading members: EventMembers) throws {
    self.init(
      run: try members.string("run"),
      shard: try members.count("shard"),
      name: try members.string("name"),
      counts: try ShardCounts(reading: members.object("counts")),
      itemsRoot: try members.digest("items_root")
    )
  }
}
