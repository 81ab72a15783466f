import Diagnostics
import SafetyCore
import SafetyPolicy

/// Filters shards into `kept/`, `removed/` and `quarantine/`, and records every removal.
///
/// Outputs and decisions depend on the input and the policy alone, not on the number of workers nor
/// on how often the run was stopped: batches are judged in parallel and committed in input order.
/// Memory is bounded by the batches in flight. A shard's files appear under their names once the
/// shard is complete.
package struct FilterRun {
  /// How a run came to its end.
  package enum Outcome: Sendable {
    case finished(RunStatistics)
    /// Stopped on request; what was done is secured.
    case interrupted(RunStatistics)
  }

  package static let measurementsName = "measurements.bin"
  /// The fingerprints of a run under way; of no use once it has ended.
  package static let fingerprintsName = SeenFiles.fingerprintsName + ".partial"
  /// The same of near duplicates.
  package static let signaturesName = SeenFiles.signaturesName + ".partial"

  private let configuration: Configuration
  private let sink: (any DecisionSink)?

  /// - Parameters:
  ///   - configuration: What to do.
  ///   - sink: Where decisions are recorded; nil for a run that writes nothing.
  package init(_ configuration: Configuration, sink: (any DecisionSink)?) {
    self.configuration = configuration
    self.sink = sink
  }

  /// Runs to the end or to an interruption.
  ///
  /// - Parameters:
  ///   - begin: The run's first event, unless it goes on from `resumeState`.
  ///   - resumeState: What an earlier process secured in the audit log.
  ///   - unreadable: Inputs that discovery could not open; they go to quarantine.
  ///   - interruption: Stops the run at the next batch when requested.
  ///   - progress: Called after each batch, by one thread at a time.
  ///   - writeReport: Called with the final books before the run's last event.
  /// - Returns: The books, whole or up to the interruption.
  /// - Throws: A diagnostic of the output or the audit log; the run can then be resumed.
  package func execute(
    begin: RunBegin,
    resumeState: [UInt8]? = nil,
    unreadable: [QuarantineEntry] = [],
    interruption: Interruption = Interruption(),
    progress: @escaping (FilterProgress) -> Void = { _ in },
    writeReport: (RunStatistics) throws -> Void = { _ in }
  ) throws -> Outcome {
    try OutputName.check(configuration.shards, compression: configuration.compression)
    let duplicates = try DuplicateResolver(configuration)
    let committer = FilterCommitter(
      configuration,
      sink: sink,
      duplicates: duplicates,
      progress: progress
    )
    if let resumeState {
      try committer.resume(from: resumeState)
    } else {
      try committer.begin(begin)
    }
    let source = ShardSource(
      configuration,
      from: committer.start.shard,
      position: committer.start.position,
      interruption: interruption
    )
    let large = LargeBatches()
    let workers = try (0..<configuration.workers).map { _ in
      try FilterWorker(configuration, large: large)
    }
    let crew = FilterCrew(workers, source: source, committer: committer) {
      try duplicates?.resolve($0, of: $1, shard: $2) ?? $0
    }
    try crew.run()
    guard committer.isComplete else {
      try committer.checkpoint()
      return .interrupted(committer.statistics)
    }
    try committer.finish(unreadable: unreadable, writeReport: writeReport)
    return .finished(committer.statistics)
  }
}
