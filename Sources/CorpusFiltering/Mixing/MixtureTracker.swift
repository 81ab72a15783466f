/// Turns the pieces of a step into its progress; used under the crew's lock.
final class MixtureTracker {
  private let shards: [InputShard]
  private let step: MixtureProgress.Step
  private let progress: (MixtureProgress) -> Void
  private let total: Double
  private var shard = 0
  private var bytesBefore = 0

  init(
    _ shards: [InputShard],
    step: MixtureProgress.Step,
    _ progress: @escaping (MixtureProgress) -> Void
  ) {
    self.shards = shards
    self.step = step
    self.progress = progress
    total = Double(max(1, shards.reduce(0) { $0 + ($1.size ?? 0) }))
  }

  func report(_ piece: ShardSource.Piece, _ documents: Int) {
    while shard < piece.shard {
      bytesBefore += shards[shard].size ?? 0
      shard += 1
    }
    let bytes = bytesBefore + (piece.batch == nil ? shards[shard].size ?? 0 : piece.fileBytes)
    let part = min(1, Double(bytes) / total)
    progress(MixtureProgress(step: step, part: part, documents: documents))
  }
}
