import Diagnostics
import SafetyCore
import SafetyPolicy
import TextViews

/// Filters shards into `kept/`, `removed/` and `quarantine/`, and records every removal.
///
/// Outputs and decisions depend on the input and the policy alone, not on the number of workers:
/// batches are judged in parallel and written in input order. Memory is bounded by a round of
/// batches. A shard's files appear under their names once the shard is complete.
package struct FilterRun {
  package struct Configuration: Sendable {
    package var run: String
    package var policy: CorpusPolicy
    /// In the order of the policy's rule table.
    package var detectors: [any Detector<AnalyzedText>]
    package var shards: [InputShard]
    package var output: String
    package var options = ReadOptions()
    package var compression: OutputCompression?
    package var overwrites = false
    package var includesRemovedText = true
    package var workers = 1

    package init(
      run: String,
      policy: CorpusPolicy,
      detectors: [any Detector<AnalyzedText>],
      shards: [InputShard],
      output: String
    ) {
      self.run = run
      self.policy = policy
      self.detectors = detectors
      self.shards = shards
      self.output = output
    }

    var limits: ReadLimits {
      ReadLimits(
        lineBytes: policy.limits.lineBytes,
        documentBytes: policy.limits.documentBytes
      )
    }
  }

  private let configuration: Configuration
  private let sink: any DecisionSink
  private let crew: WorkerCrew
  private var statistics: RunStatistics
  private var total = ShardCounts()
  private var byReason: [String: Int] = [:]

  package init(_ configuration: Configuration, sink: any DecisionSink) throws {
    self.configuration = configuration
    self.sink = sink
    crew = try WorkerCrew(configuration)
    statistics = RunStatistics(
      table: configuration.policy.table,
      policy: configuration.policy,
      shards: configuration.shards.map(\.name)
    )
  }

  /// Runs to the end.
  ///
  /// - Parameters:
  ///   - begin: Recorded before the first document is judged.
  ///   - unreadable: Inputs that discovery could not open; they go to quarantine.
  ///   - progress: Called after each round with the statistics so far.
  /// - Returns: The books of the whole run.
  /// - Throws: A diagnostic of the output or the audit log; the run can then be started over.
  package mutating func execute(
    begin: RunBegin,
    unreadable: [QuarantineEntry] = [],
    progress: (RunStatistics) -> Void = { _ in }
  ) throws -> RunStatistics {
    try OutputName.check(configuration.shards, compression: configuration.compression)
    try sink.append([begin.record], run: configuration.run, state: nil)
    var roots: [Digest] = []
    for (index, shard) in configuration.shards.enumerated() {
      roots.append(try filter(shard, index: index, progress: progress))
    }
    try write(unreadable)
    let end = RunEnd(
      run: configuration.run,
      totals: total,
      byReason: byReason,
      itemsRoot: RunEnd.itemsRoot(of: roots)
    )
    try sink.append([end.record], run: configuration.run, state: nil)
    return statistics
  }

  private func open(_ folder: String, _ name: String) throws -> PartialFile {
    try PartialFile(
      folder: "\(configuration.output)/\(folder)",
      name: name,
      start: configuration.overwrites ? .replacing : .new
    )
  }

  private mutating func filter(
    _ shard: InputShard,
    index: Int,
    progress: (RunStatistics) -> Void
  ) throws -> Digest {
    let name = OutputName(of: shard, compression: configuration.compression)
    let kept = try open("kept", name.kept)
    let removed = try open("removed", name.lines)
    let quarantine = try open("quarantine", shard.name + ".jsonl")
    let compressor = try BatchCompressor(name.compression)
    let reader = ShardReader(
      shard: shard,
      options: configuration.options,
      limits: configuration.limits
    )
    var items = MerkleRange()
    var counts = ShardCounts()
    while true {
      var round: [RecordBatch] = []
      while round.count < configuration.workers * 2, let batch = reader.next() {
        round.append(batch)
      }
      guard !round.isEmpty else { break }
      for analysis in try crew.analyze(round, shard: index) {
        try sink.append(analysis.decisions, run: configuration.run, state: nil)
        if !analysis.kept.isEmpty { try kept.append(compressor.compress(analysis.kept)) }
        if !analysis.removed.isEmpty { try removed.append(compressor.compress(analysis.removed)) }
        try quarantine.append(analysis.quarantine)
        for leaf in analysis.leaves { items.append(leaf) }
        count(analysis, shard: index, in: &counts)
      }
      progress(statistics)
    }
    for file in [kept, removed, quarantine] {
      let isNeeded = file === kept && shard.format != .text
      if file.length == 0, !isNeeded { try file.discard() } else { try file.publish() }
    }
    total += counts
    try sink.append(
      [
        RunShard(
          run: configuration.run,
          shard: index,
          name: shard.name,
          counts: counts,
          itemsRoot: items.root
        ).record
      ],
      run: configuration.run,
      state: nil
    )
    return items.root
  }

  private mutating func count(
    _ analysis: BatchAnalysis,
    shard: Int,
    in counts: inout ShardCounts
  ) {
    for outcome in analysis.outcomes {
      counts.read += 1
      if outcome.decision.isKept { counts.kept += 1 } else { counts.removed += 1 }
      if !outcome.decision.isKept, let reason = outcome.decision.reason {
        byReason[configuration.policy.table.rules[reason.rule].id.rawValue, default: 0] += 1
      }
      statistics.add(outcome)
    }
    for code in analysis.quarantinedCodes {
      counts.quarantined += 1
      statistics.addQuarantined(code: code, shard: shard)
    }
  }

  private mutating func write(_ unreadable: [QuarantineEntry]) throws {
    guard !unreadable.isEmpty else { return }
    let file = try open("quarantine", "unreadable.jsonl")
    var lines: [UInt8] = []
    for entry in unreadable {
      RecordRenderer().appendQuarantine(entry, to: &lines)
    }
    try file.append(lines)
    try file.publish()
  }
}
