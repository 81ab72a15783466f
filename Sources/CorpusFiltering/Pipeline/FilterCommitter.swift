import Diagnostics
import SafetyCore

/// Writes what the workers found in input order, keeps the books, and secures both together.
///
/// A checkpoint flushes the outputs, then appends the decisions and the run's state to the audit
/// log in one transaction; only then do finished shards get their names. A process that dies
/// between any two steps leaves what the next one needs to go on.
final class FilterCommitter {
  private let configuration: FilterRun.Configuration
  private let sink: (any DecisionSink)?
  private let progress: (FilterProgress) -> Void
  private let duplicates: DuplicateResolver?
  private let seen: SeenFiles?
  private(set) var statistics: RunStatistics
  private var state = FilterState()
  private var outputs: ShardOutputs?
  private var finished: [ShardOutputs] = []
  private var measurements: PartialFile?
  private var pending: [DecisionRecord] = []
  private var bytesSinceCheckpoint = 0
  private var progressSoFar = FilterProgress()
  /// Shards that may be complete and not yet named, which bounds the open files.
  private static let finishedLimit = 64
  private static let pendingLimit = 4096

  init(
    _ configuration: FilterRun.Configuration,
    sink: (any DecisionSink)?,
    duplicates: DuplicateResolver?,
    progress: @escaping (FilterProgress) -> Void
  ) {
    self.configuration = configuration
    self.duplicates = duplicates
    seen = duplicates.map { SeenFiles(of: $0) }
    self.sink = sink
    self.progress = progress
    let policy = configuration.policy
    statistics = RunStatistics(
      table: policy.table,
      policy: policy,
      shards: configuration.shards.map(\.name)
    )
  }

  /// Where reading begins.
  var start: (shard: Int, position: ReadPosition) { (state.shard, state.position) }
  var isComplete: Bool { state.shard == configuration.shards.count }

  /// Begins a run; its first event and its state are secured before a document is read.
  func begin(_ event: RunBegin) throws {
    if let output = configuration.output, configuration.storesMeasurements {
      // a process that died before its first checkpoint may have left a header there
      let start = configuration.start == .resuming ? .replacing : configuration.start
      let file = try PartialFile(folder: output, name: FilterRun.measurementsName, start: start)
      try file.append(StoredMeasurements(of: configuration.policy).header())
      measurements = file
    }
    try seen?.open(in: configuration.output, at: nil)
    pending.append(event.record)
    try checkpoint()
  }

  /// Goes on where an earlier process stood.
  func resume(from bytes: [UInt8]) throws {
    state = try FilterState(decoding: bytes)
    guard state.shard <= configuration.shards.count, let output = configuration.output else {
      throw Diagnostic("resume/bad-state", "the run's state is of other inputs")
    }
    try statistics.restore(from: state.statistics)
    let first = state.shard - state.finished.count
    for (offset, lengths) in state.finished.enumerated() {
      if let outputs = try open(first + offset, lengths: lengths) { finished.append(outputs) }
    }
    if let lengths = state.lengths { outputs = try open(state.shard, lengths: lengths) }
    if configuration.storesMeasurements,
      !isComplete || PartialFile.isUnfinished(folder: output, name: FilterRun.measurementsName)
    {
      let file = try PartialFile(
        folder: output,
        name: FilterRun.measurementsName,
        start: .resuming
      )
      try file.truncate(to: state.measurementsLength)
      measurements = file
    }
    try seen?.open(
      in: configuration.output,
      at: .init(fingerprints: state.keysLength, signatures: state.signaturesLength)
    )
    progressSoFar.shard = state.shard
    progressSoFar.documents = statistics.totals.documents
    progressSoFar.removed = statistics.totals.removed
    progressSoFar.textBytes = statistics.totals.bytes
    try publishFinished()
  }

  /// Takes the next piece of the input and what became of it.
  func commit(_ piece: ShardSource.Piece, _ output: BatchOutput?) throws {
    if outputs == nil { outputs = try open(piece.shard, lengths: nil) }
    guard let batch = piece.batch, let output else { return try finishShard(piece) }
    try outputs?.append(output)
    try measurements?.append(output.measurements)
    try seen?.append(output.seen)
    for document in output.documents { book(document) }
    for code in output.quarantinedCodes {
      state.counts.read += 1
      state.counts.quarantined += 1
      statistics.addQuarantined(code: code, shard: piece.shard)
    }
    state.position = batch.position
    bytesSinceCheckpoint += batch.position.byteOffset - batch.start.byteOffset
    report(piece)
    if isCheckpointDue { try checkpoint() }
  }

  /// Secures everything committed so far.
  ///
  /// - Throws: `filter/unstable-input` where it was not read from the file whose digest is in the log;
  ///   what the outputs and the log throw. The last checkpoint stands then.
  func checkpoint() throws {
    if state.position != .start { try requireUnchanged(state.shard) }
    for outputs in finished { try outputs.flush() }
    try outputs?.flush()
    try measurements?.flush()
    state.finished = finished.map(\.lengths)
    state.lengths = outputs?.lengths
    state.measurementsLength = measurements?.length ?? state.measurementsLength
    let lengths = try seen?.flush() ?? .init()
    (state.keysLength, state.signaturesLength) = (lengths.fingerprints, lengths.signatures)
    state.statistics = statistics.serialized()
    try sink?.append(pending, run: configuration.run, state: state.encoded)
    pending.removeAll(keepingCapacity: true)
    bytesSinceCheckpoint = 0
    try publishFinished()
  }

  /// Gives the last files their names and ends the run.
  ///
  /// - Parameters:
  ///   - unreadable: Inputs that discovery could not open; they go to quarantine.
  ///   - writeReport: Called with the final books before the last event.
  /// - Throws: What the outputs, the log and `writeReport` throw.
  func finish(
    unreadable: [QuarantineEntry],
    writeReport: (RunStatistics) throws -> Void
  ) throws {
    try checkpoint()
    try measurements?.publish()
    try write(unreadable)
    statistics.copies = duplicates?.clusters
    try writeReport(statistics)
    let end = RunEnd(
      run: configuration.run,
      totals: state.totals,
      byReason: state.byReason,
      changes: state.changes,
      unreadable: QuarantineEntry.counts(unreadable),
      itemsRoot: state.roots.root
    )
    try sink?.append([end.record], run: configuration.run, state: nil)
    try seen?.discard()
  }

  private var isCheckpointDue: Bool {
    bytesSinceCheckpoint >= configuration.checkpointBytes || pending.count >= Self.pendingLimit
      || finished.count >= Self.finishedLimit
  }

  private func open(_ shard: Int, lengths: [Int]?) throws -> ShardOutputs? {
    guard let output = configuration.output else { return nil }
    return try ShardOutputs(
      configuration.shards[shard],
      in: output,
      compression: configuration.compression,
      start: configuration.start,
      lengths: lengths
    )
  }

  private func publishFinished() throws {
    try PartialFile.publish(finished.flatMap { try $0.complete() })
    finished = []
  }

  private func requireUnchanged(_ shard: Int) throws {
    try configuration.shards[shard].requireUnchanged(
      code: "filter/unstable-input",
      hint: "when nothing writes to it any more, run the same command with --resume; where it has "
        + "another content than before, start over with --overwrite"
    )
  }

  private func finishShard(_ piece: ShardSource.Piece) throws {
    try requireUnchanged(piece.shard)
    pending.append(
      RunShard(
        run: configuration.run,
        shard: piece.shard,
        name: configuration.shards[piece.shard].name,
        counts: state.counts,
        itemsRoot: state.items.root
      ).record
    )
    state.totals += state.counts
    state.roots.append(MerkleRange.leafHash(state.items.root.bytes))
    state.counts = ShardCounts()
    state.items = MerkleRange()
    state.shard = piece.shard + 1
    state.position = .start
    if let outputs { finished.append(outputs) }
    outputs = nil
    report(piece)
    if isCheckpointDue { try checkpoint() }
  }

  private func book(_ document: JudgedDocument) {
    let decision = document.outcome.decision
    state.counts.read += 1
    if decision.isKept { state.counts.kept += 1 } else { state.counts.removed += 1 }
    if decision.isKept, document.decision != nil { state.counts.redacted += 1 }
    if !decision.isKept, let reason = decision.reason {
      let rule = configuration.policy.table.rules[reason.rule].id.rawValue
      state.byReason[rule, default: 0] += 1
    }
    if decision.isKept { bookChanges(document.outcome) }
    if let record = document.decision { pending.append(record) }
    state.items.append(document.leaf)
    statistics.add(document.outcome)
  }

  /// Counts a kept document under every rule that changed it.
  private func bookChanges(_ outcome: DocumentOutcome) {
    for failure in outcome.decision.failures where failure.action > .annotate {
      let rule = configuration.policy.table.rules[failure.rule].id.rawValue
      state.changes[rule, default: RuleChange()].documents += 1
      let spans = outcome.spanCounts.first { $0.rule == failure.rule }?.count ?? 0
      state.changes[rule, default: RuleChange()].spans += spans
    }
  }

  private func report(_ piece: ShardSource.Piece) {
    let shards = configuration.shards
    if piece.shard > progressSoFar.shard {
      for shard in progressSoFar.shard..<piece.shard {
        progressSoFar.inputBytes += shards[shard].size ?? 0
      }
      progressSoFar.shard = piece.shard
    }
    var now = progressSoFar
    now.documents = statistics.totals.documents
    now.removed = statistics.totals.removed
    now.textBytes = statistics.totals.bytes
    now.inputBytes += piece.batch == nil ? shards[piece.shard].size ?? 0 : piece.fileBytes
    progress(now)
  }

  private func write(_ unreadable: [QuarantineEntry]) throws {
    guard !unreadable.isEmpty else { return }
    var lines: [UInt8] = []
    for entry in unreadable {
      RecordRenderer().appendQuarantine(entry, to: &lines)
      statistics.addQuarantined(code: entry.code, shard: -1)
    }
    guard let output = configuration.output else { return }
    let file = try PartialFile(
      folder: "\(output)/quarantine",
      name: OutputName.unreadableList,
      start: .replacing
    )
    try file.append(lines)
    try file.publish()
  }
}
