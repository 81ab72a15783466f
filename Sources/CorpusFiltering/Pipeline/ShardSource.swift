/// Reads the shards of a run one after another as one numbered stream of batches.
final class ShardSource {
  /// A piece of the stream; a shard ends with a piece without a batch.
  struct Piece: Sendable {
    /// Counts from zero without gaps.
    var sequence: Int
    var shard: Int
    var batch: RecordBatch?
    /// Bytes of the shard's file that were read so far.
    var fileBytes: Int
  }

  private let shards: [InputShard]
  private let options: (Int) -> ReadOptions
  private let limits: ReadLimits
  private let interruption: Interruption
  private var shard: Int
  private var position: ReadPosition
  private var sequence = 0
  private var reader: ShardReader?

  convenience init(
    _ configuration: FilterRun.Configuration,
    from shard: Int = 0,
    position: ReadPosition = .start,
    interruption: Interruption
  ) {
    self.init(
      configuration.shards,
      options: { _ in configuration.options },
      limits: configuration.limits,
      from: shard,
      position: position,
      interruption: interruption
    )
  }

  /// Reads shards each of which has options of its own, by its index.
  init(
    _ shards: [InputShard],
    options: @escaping (Int) -> ReadOptions,
    limits: ReadLimits,
    from shard: Int = 0,
    position: ReadPosition = .start,
    interruption: Interruption
  ) {
    self.shards = shards
    self.options = options
    self.limits = limits
    self.shard = shard
    self.position = position
    self.interruption = interruption
  }

  /// The next piece, or nil when all shards are read or a stop was requested.
  func next() -> Piece? {
    guard shard < shards.count, !interruption.isRequested else { return nil }
    let reader = reader ?? makeReader()
    self.reader = reader
    let batch = reader.next()
    defer { sequence += 1 }
    let piece = Piece(
      sequence: sequence,
      shard: shard,
      batch: batch,
      fileBytes: reader.fileBytesRead
    )
    if batch == nil {
      self.reader = nil
      shard += 1
      position = .start
    }
    return piece
  }

  private func makeReader() -> ShardReader {
    ShardReader(
      shard: shards[shard],
      options: options(shard),
      limits: limits,
      from: position
    )
  }
}
