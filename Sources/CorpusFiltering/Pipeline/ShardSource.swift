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

  private let configuration: FilterRun.Configuration
  private let interruption: Interruption
  private var shard: Int
  private var position: ReadPosition
  private var sequence = 0
  private var reader: ShardReader?

  init(
    _ configuration: FilterRun.Configuration,
    from shard: Int = 0,
    position: ReadPosition = .start,
    interruption: Interruption
  ) {
    self.configuration = configuration
    self.shard = shard
    self.position = position
    self.interruption = interruption
  }

  /// The next piece, or nil when all shards are read or a stop was requested.
  func next() -> Piece? {
    guard shard < configuration.shards.count, !interruption.isRequested else { return nil }
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
      shard: configuration.shards[shard],
      options: configuration.options,
      limits: configuration.limits,
      from: position
    )
  }
}
