/// Adds up what the measurers found.
final class MixtureMeasurements: BatchCommitter {
  private let configuration: MixtureRun.Configuration
  private let report: (ShardSource.Piece, Int) -> Void
  private var quarantineFile: PartialFile?
  private(set) var spools: [ChoiceSpool] = []
  private(set) var supplies: [MixtureSupply]
  /// By shard.
  private(set) var quarantined: [Int]
  private(set) var quarantine = QuarantineTally()
  private var documents = 0

  /// - Parameters:
  ///   - configuration: What is mixed.
  ///   - report: Is told of each piece, and of the documents so far.
  /// - Throws: `output/disk-full` and its like.
  init(
    _ configuration: MixtureRun.Configuration,
    report: @escaping (ShardSource.Piece, Int) -> Void
  ) throws {
    self.configuration = configuration
    self.report = report
    let sources = configuration.recipe.sources
    supplies = sources.map { _ in MixtureSupply() }
    quarantined = configuration.inputs.shards.map { _ in 0 }
    spools = try sources.map {
      try ChoiceSpool(folder: configuration.workFolder, name: "choices-\($0.name)")
    }
  }

  func commit(_ piece: ShardSource.Piece, _ analysis: MeasuredBatch?) throws {
    defer { report(piece, documents) }
    guard let analysis else { return }
    let source = configuration.inputs.sources[piece.shard]
    try spools[source].append(analysis.entries)
    supplies[source].open += analysis.supply.open
    supplies[source].heldOut += analysis.supply.heldOut
    documents += analysis.supply.open.documents + analysis.supply.heldOut.documents
    quarantined[piece.shard] += analysis.quarantinedCodes.count
    for code in analysis.quarantinedCodes { quarantine.add(code) }
    try write(analysis.quarantine)
  }

  /// Closes the books; inputs that could not be opened go to quarantine too.
  func finish() throws {
    for entry in configuration.inputs.unreadable {
      var line: [UInt8] = []
      RecordRenderer().appendQuarantine(entry, to: &line)
      quarantine.add(entry.code)
      try write(line)
    }
    try quarantineFile?.publish()
  }

  private func write(_ lines: [UInt8]) throws {
    guard !lines.isEmpty, let folder = configuration.workFolder else { return }
    let file =
      try quarantineFile
      ?? PartialFile(folder: folder, name: MixtureRun.quarantineName, start: .replacing)
    quarantineFile = file
    try file.append(lines)
  }
}
