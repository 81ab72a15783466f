import SafetyCore

/// Puts what the drawers drew where it will be sorted, and keeps the books of it.
final class MixtureDrawing: BatchCommitter {
  private let configuration: MixtureRun.Configuration
  private let report: (ShardSource.Piece, Int) -> Void
  private let mixture: ShuffleStore
  private let holdouts: [ShuffleStore]
  /// How many of the documents at the end of each sample are still to come.
  private var equalsLeft: [Int]
  private var items = MerkleRange()
  private var counts = ShardCounts()
  private var documents = 0
  /// By shard, in their order.
  private(set) var books: [MixtureBooks] = []
  /// By source, every copy counted.
  private(set) var taken: [MixtureSize]
  /// By source, documents that have any copy.
  private(set) var distinct: [Int]
  /// What was seen on the way.
  private(set) var supplies: [MixtureSupply]

  /// - Parameters:
  ///   - configuration: What is mixed.
  ///   - bounds: Where each source's sample ends.
  ///   - mixture: Receives the documents of the mixture.
  ///   - holdouts: By source, receive the documents set aside.
  ///   - report: Is told of each piece, and of the documents so far.
  init(
    _ configuration: MixtureRun.Configuration,
    bounds: [MixtureBound],
    mixture: ShuffleStore,
    holdouts: [ShuffleStore],
    report: @escaping (ShardSource.Piece, Int) -> Void
  ) {
    self.configuration = configuration
    self.report = report
    self.mixture = mixture
    self.holdouts = holdouts
    equalsLeft = bounds.map(\.equals)
    taken = bounds.map { _ in MixtureSize() }
    distinct = bounds.map { _ in 0 }
    supplies = bounds.map { _ in MixtureSupply() }
  }

  func commit(_ piece: ShardSource.Piece, _ analysis: DrawnBatch?) throws {
    defer { report(piece, documents) }
    guard let analysis else {
      books.append(MixtureBooks(counts: counts, itemsRoot: items.root))
      counts = ShardCounts()
      items = MerkleRange()
      return
    }
    let source = configuration.inputs.sources[piece.shard]
    supplies[source].open += analysis.supply.open
    supplies[source].heldOut += analysis.supply.heldOut
    documents += analysis.supply.open.documents + analysis.supply.heldOut.documents
    for document in analysis.documents { try place(document, source, analysis.bytes) }
  }

  private func place(_ document: DrawnDocument, _ source: Int, _ bytes: [UInt8]) throws {
    let line = bytes[document.line]
    var copies = document.copies
    if document.isAtBound, equalsLeft[source] > 0 {
      equalsLeft[source] -= 1
      copies += 1
    }
    guard copies > 0 else { return }
    counts.read += 1
    counts.kept += 1
    let fate = document.isHeldOut ? "holdout" : "\(copies)"
    items.append(
      MerkleRange.leafHash(Array("\(document.id)\t\(document.digest.hex)\t\(fate)".utf8))
    )
    guard !document.isHeldOut else {
      return try holdouts[source].append(document.place, line)
    }
    distinct[source] += 1
    taken[source] += MixtureSize(documents: copies, bytes: copies * document.textBytes)
    for copy in 0..<copies {
      try mixture.append(MixtureKeys.place(document.place, copy: copy), line)
    }
  }
}
