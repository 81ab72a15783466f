import Compression
import Diagnostics
import SafetyCore

extension RunStatistics {
  private static let magic = Array("GSSTATE2".utf8)

  /// The books as bytes, exact, to be stored with a checkpoint and restored on resume.
  package func serialized() -> [UInt8] {
    var encoder = StateEncoder()
    encoder.raw(Self.magic)
    encoder.raw(fingerprint.bytes)
    totals.encode(to: &encoder)
    for shard in shardTotals { shard.encode(to: &encoder) }
    encoder.sparse(funnel)
    for counts in ruleCounts { counts.encode(to: &encoder) }
    encoder.sparse(histograms.bins)
    encoder.sparse(categories.removed + categories.edited)
    encoder.sparse(overlap.counts)
    encoder.sparse(keptLengths)
    encoder.sparse(removedLengths)
    languages.encode(to: &encoder)
    quarantine.encode(to: &encoder)
    for group in bias.groups { group.encode(to: &encoder) }
    for list in nearMisses.lists + examples { Self.encode(list, to: &encoder) }
    contamination?.encode(to: &encoder)
    encoder.word(CRC32.checksum(encoder.bytes[...]))
    return encoder.bytes
  }

  /// Replaces the books by those of `serialized()`; on an error they stay as they are.
  ///
  /// The policy, rules and shards must be those the bytes were written under.
  package mutating func restore(from bytes: [UInt8]) throws {
    var books = self
    try books.decode(bytes)
    self = books
  }

  private mutating func decode(_ bytes: [UInt8]) throws {
    var decoder = StateDecoder(bytes, code: "resume/bad-statistics", name: "run statistics")
    guard bytes.count >= 44 else { throw decoder.failure("too short") }
    var tail = StateDecoder(Array(bytes.suffix(4)), code: "resume/bad-statistics", name: "checksum")
    guard try tail.word() == CRC32.checksum(bytes.dropLast(4)) else {
      throw decoder.failure("checksum does not match")
    }
    guard try Array(decoder.raw(8)) == Self.magic else { throw decoder.failure("other format") }
    guard try Array(decoder.raw(32)) == fingerprint.bytes else {
      throw decoder.failure("written under another policy or other inputs")
    }
    totals = try OutcomeTotals(from: &decoder)
    for index in shardTotals.indices { shardTotals[index] = try OutcomeTotals(from: &decoder) }
    funnel = try decoder.sparse(count: funnel.count)
    for index in ruleCounts.indices { ruleCounts[index] = try RuleCounts(from: &decoder) }
    histograms.bins = try decoder.sparse(count: histograms.bins.count)
    let counts = try decoder.sparse(count: categories.names.count * 2)
    categories.removed = Array(counts.prefix(categories.names.count))
    categories.edited = Array(counts.suffix(categories.names.count))
    overlap.counts = try decoder.sparse(count: overlap.counts.count)
    keptLengths = try decoder.sparse(count: keptLengths.count)
    removedLengths = try decoder.sparse(count: removedLengths.count)
    languages = try LanguageTally(from: &decoder)
    quarantine = try QuarantineTally(from: &decoder)
    for index in bias.groups.indices { try bias.groups[index].decode(from: &decoder) }
    try decodeReferences(from: &decoder)
    if contamination != nil { contamination = try ContaminationTally(from: &decoder) }
    _ = try decoder.word()
    try decoder.expectEnd()
  }

  private mutating func decodeReferences(from decoder: inout StateDecoder) throws {
    for index in nearMisses.lists.indices {
      nearMisses.lists[index] = try Self.references(from: &decoder, limit: NearMisses.size)
      nearMisses.updateLimit(index)
    }
    for index in examples.indices {
      examples[index] = try Self.references(from: &decoder, limit: Self.examplesPerRule)
    }
  }

  private static func encode(_ list: [DocumentReference], to encoder: inout StateEncoder) {
    encoder.integer(list.count)
    for reference in list {
      encoder.string(reference.id)
      encoder.integer(reference.shard)
      encoder.integer(reference.line)
      encoder.value(reference.value)
    }
  }

  private static func references(
    from decoder: inout StateDecoder,
    limit: Int
  ) throws -> [DocumentReference] {
    var list: [DocumentReference] = []
    for _ in 0..<(try decoder.integer(atMost: limit)) {
      list.append(
        DocumentReference(
          id: try decoder.string(atMost: 1024),
          shard: try decoder.integer(),
          line: try decoder.integer(),
          value: try decoder.value()
        )
      )
    }
    return list
  }

  /// A digest of everything that gives the bytes their shape.
  private var fingerprint: Digest {
    var encoder = StateEncoder()
    for (slot, rule) in table.rules.enumerated() {
      encoder.string(rule.id.rawValue)
      encoder.string(rule.quantity.rawValue)
      encoder.string(rule.category.rawValue)
      guard let policy = rules[slot] else { continue }
      encoder.string(policy.action.rawValue)
      encoder.value(policy.minimum ?? .nan)
      encoder.value(policy.maximum ?? .nan)
      encoder.integer((policy.removeAbove ?? -1) + 1)
    }
    encoder.integer(table.detectors.count)
    for shard in shards { encoder.string(shard) }
    return Digest.sha256(encoder.bytes)
  }
}
