import SafetyCore

/// Where a run stands: enough to go on in another process as if nothing had happened.
package struct FilterState {
  /// The shard that is read next or was being read.
  package var shard = 0
  package var position = ReadPosition.start
  /// Lengths of the current shard's files by kind, nil where it was not begun.
  package var lengths: [Int]?
  /// The same of the shards before it that are complete but have no names yet.
  package var finished: [[Int]] = []
  package var counts = ShardCounts()
  package var items = MerkleRange()
  package var totals = ShardCounts()
  /// The tree over the roots of the shards' items.
  package var roots = MerkleRange()
  package var byReason: [String: Int] = [:]
  package var changes: [String: RuleChange] = [:]
  package var measurementsLength = 0
  package var keysLength = 0
  package var signaturesLength = 0
  package var statistics: [UInt8] = []

  package init() {}

  private static let magic = Array("GSRUN003".utf8)
  private static let kinds = ShardOutputs.Kind.allCases.count

  /// The state as the audit log keeps it.
  package var encoded: [UInt8] {
    var encoder = StateEncoder()
    encoder.raw(Self.magic)
    for number in [shard, position.byteOffset, position.line, position.isAtEnd ? 1 : 0] {
      encoder.integer(number)
    }
    encoder.integer(lengths == nil ? 0 : 1)
    for length in lengths ?? [] { encoder.integer(length) }
    encoder.integer(finished.count)
    for length in finished.joined() { encoder.integer(length) }
    Self.encode(counts, to: &encoder)
    Self.encode(items, to: &encoder)
    Self.encode(totals, to: &encoder)
    Self.encode(roots, to: &encoder)
    encoder.integer(byReason.count)
    for (reason, count) in byReason.sorted(by: { $0.key < $1.key }) {
      encoder.string(reason)
      encoder.integer(count)
    }
    encoder.integer(changes.count)
    for (rule, change) in changes.sorted(by: { $0.key < $1.key }) {
      encoder.string(rule)
      encoder.integer(change.documents)
      encoder.integer(change.spans)
    }
    encoder.integer(measurementsLength)
    encoder.integer(keysLength)
    encoder.integer(signaturesLength)
    encoder.integer(statistics.count)
    encoder.raw(statistics)
    return encoder.bytes
  }

  /// - Throws: `resume/bad-state` for bytes that are no state.
  package init(decoding bytes: [UInt8]) throws {
    var decoder = StateDecoder(bytes, code: "resume/bad-state", name: "run state")
    guard try Array(decoder.raw(8)) == Self.magic else {
      throw decoder.failure("written by another version")
    }
    shard = try decoder.integer()
    position = ReadPosition(
      byteOffset: try decoder.integer(),
      line: try decoder.integer(),
      isAtEnd: try decoder.integer(atMost: 1) == 1
    )
    if try decoder.integer(atMost: 1) == 1 { lengths = try Self.lengths(from: &decoder) }
    for _ in 0..<(try decoder.count()) { finished.append(try Self.lengths(from: &decoder)) }
    counts = try Self.counts(from: &decoder)
    items = try Self.range(from: &decoder)
    totals = try Self.counts(from: &decoder)
    roots = try Self.range(from: &decoder)
    for _ in 0..<(try decoder.count()) {
      byReason[try decoder.string(atMost: 1024)] = try decoder.integer()
    }
    for _ in 0..<(try decoder.count()) {
      changes[try decoder.string(atMost: 1024)] = RuleChange(
        documents: try decoder.integer(),
        spans: try decoder.integer()
      )
    }
    measurementsLength = try decoder.integer()
    keysLength = try decoder.integer()
    signaturesLength = try decoder.integer()
    statistics = Array(try decoder.raw(try decoder.count()))
    try decoder.expectEnd()
    guard finished.count <= shard else { throw decoder.failure("more shards than were read") }
  }

  private static func lengths(from decoder: inout StateDecoder) throws -> [Int] {
    try (0..<kinds).map { _ in try decoder.integer() }
  }

  private static func encode(_ counts: ShardCounts, to encoder: inout StateEncoder) {
    for count in [counts.read, counts.kept, counts.removed, counts.redacted, counts.quarantined] {
      encoder.integer(count)
    }
  }

  private static func counts(from decoder: inout StateDecoder) throws -> ShardCounts {
    ShardCounts(
      read: try decoder.integer(),
      kept: try decoder.integer(),
      removed: try decoder.integer(),
      redacted: try decoder.integer(),
      quarantined: try decoder.integer()
    )
  }

  private static func encode(_ range: MerkleRange, to encoder: inout StateEncoder) {
    let state = range.state
    encoder.integer(state.count)
    encoder.raw(state)
  }

  private static func range(from decoder: inout StateDecoder) throws -> MerkleRange {
    let bytes = Array(try decoder.raw(try decoder.count()))
    guard let range = MerkleRange(state: bytes) else { throw decoder.failure("a tree is damaged") }
    return range
  }
}
