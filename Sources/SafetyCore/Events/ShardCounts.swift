/// What became of the documents of a shard or a run.
///
/// `read = kept + removed + quarantined`; `redacted` is a part of `kept`.
package struct ShardCounts: Sendable, Hashable {
  package var read: Int
  package var kept: Int
  /// Documents whose gravest action was `remove` or `withhold`.
  package var removed: Int
  /// Documents whose gravest action was `cut`, `redact` or `pseudonymise`.
  package var redacted: Int
  /// Lines or files that could not be read as a document.
  package var quarantined: Int

  package init(
    read: Int = 0,
    kept: Int = 0,
    removed: Int = 0,
    redacted: Int = 0,
    quarantined: Int = 0
  ) {
    self.read = read
    self.kept = kept
    self.removed = removed
    self.redacted = redacted
    self.quarantined = quarantined
  }

  /// Adds the counts of another shard; sums that leave 64 bits stay at the greatest number.
  package static func += (total: inout ShardCounts, more: ShardCounts) {
    func sum(_ a: Int, _ b: Int) -> Int {
      let (value, overflow) = a.addingReportingOverflow(b)
      return overflow ? .max : value
    }
    total.read = sum(total.read, more.read)
    total.kept = sum(total.kept, more.kept)
    total.removed = sum(total.removed, more.removed)
    total.redacted = sum(total.redacted, more.redacted)
    total.quarantined = sum(total.quarantined, more.quarantined)
  }

  var value: CanonicalValue {
    [
      "read": .integer(read), "kept": .integer(kept), "removed": .integer(removed),
      "redacted": .integer(redacted), "quarantined": .integer(quarantined),
    ]
  }

  init(reading members: EventMembers) throws {
    read = try members.count("read")
    kept = try members.count("kept")
    removed = try members.count("removed")
    redacted = try members.count("redacted")
    quarantined = try members.count("quarantined")
  }
}
