import AuditLog
import CorpusFiltering
import Diagnostics
import Glibc
import SafetyCore
import SafetyPolicy
import TextViews

/// One run of the filter from its request to its reports: inputs, audit log, resumption.
package struct FilterSession {
  /// What a session came to.
  package struct Result {
    package var run: String
    package var statistics: RunStatistics
    package var isInterrupted: Bool
    package var unreadable: Int
    package var ignored: IgnoredInputs
    package var seconds: Double
    /// What was looked for of benchmarks; nil where the policy does not.
    package var contamination: ContaminationFacts?
  }

  /// What became of a request.
  package enum Outcome {
    case ran(Result)
    /// `--resume` found the run complete and did nothing.
    case wasComplete(RunFigures)
  }

  let request: FilterRequest
  let inventory: InputInventory
  let inputs: [ShardInput]
  let identity: Digest
  private let detectors: [any Detector<AnalyzedText>]
  private let interruption: Interruption
  /// Held as long as the session; nil where nothing is written.
  private let lock: FileLock?
  private let spool: SpooledInput?

  /// Bytes of all input files as they lie on disk.
  package var inputBytes: Int { inputs.reduce(0) { $0 + $1.size } }

  /// What is looked for of benchmarks; nil where the policy does not.
  package var contamination: ContaminationFacts? {
    detectors.lazy.compactMap { $0 as? ContaminationDetector }.first?.index.facts
  }

  /// What the walk through the inputs left out.
  package var ignored: IgnoredInputs { IgnoredInputs(inventory.ignored) }

  /// Finds the inputs, makes the detectors, takes the folder of the results, computes the digests.
  ///
  /// - Parameters:
  ///   - request: What to filter and how.
  ///   - interruption: Stops the session when requested, also while it prepares.
  /// - Throws: Every path that is wrong; what is wrong with a detector's lists and models; results
  ///   that are there already; `output/in-use`; `CancellationError`. Earlier results are as they
  ///   were then.
  package init(_ request: FilterRequest, interruption: Interruption) throws {
    self.request = request
    self.interruption = interruption
    var inventory = try Self.findInputs(request)
    try Self.refuseFinished(request)
    detectors = try request.detectors.detectors(for: request.policy)
    lock = try request.isDryRun ? nil : Self.takeOutput(request)
    spool = try SpooledInput(
      for: inventory.shards,
      in: request.isDryRun ? nil : request.output,
      reuses: request.resumes,
      interruption: interruption
    )
    for index in inventory.shards.indices where inventory.shards[index].path == "-" {
      inventory.shards[index].path = spool?.path ?? "-"
    }
    inputs = try Self.digests(of: &inventory, workers: request.workers, interruption)
    self.inventory = inventory
    let identity: CanonicalValue = [
      "version": .string(request.version), "policy": .string(request.policy.digest.hex),
      "options": .object(request.outcomeOptions),
      "inputs": .array(
        inputs.map { [.string($0.name), .integer($0.size), .string($0.sha256.hex)] }
      ),
    ]
    self.identity = Digest.sha256(identity.canonicalJSON)
  }

  /// Filters to the end or to an interruption.
  ///
  /// - Throws: What the filter throws; `resume/other-run` and its like.
  package func run(progress: @escaping (FilterProgress) -> Void) throws -> Outcome {
    defer { withExtendedLifetime(lock) {} }
    guard !request.isDryRun else { return .ran(try dryRun(progress)) }
    let earlier = try earlierRun()
    if request.resumes, earlier == nil, EarlierResults.areComplete(in: request.output) {
      defer { spool?.remove() }
      return .wasComplete(try finishedRun())
    }
    let log = try AuditLog(
      path: request.auditPath,
      mode: .readWrite,
      signer: request.auditSigner,
      clock: request.clock
    )
    var marker =
      try earlier
      ?? RunMarker(run: runName(in: log), identity: identity, key: key(), audit: auditPlace)
    try marker.write(in: request.output)
    if earlier != nil, try log.runs().contains(where: { $0.run == marker.run && $0.ended != nil }) {
      try log.close()
      let run = try finishedRun()
      removeWorkingFiles()
      return .wasComplete(run)
    }
    // What the log knows under a new run's name is of a process that took the name meanwhile.
    let state = try earlier == nil ? nil : log.resumeState(of: marker.run)
    let result = try filter(&marker, from: state, log, progress)
    try log.close()
    if !result.isInterrupted { removeWorkingFiles() }
    return .ran(result)
  }

  /// Begins the marker's run, or goes on with it from its last checkpoint.
  private func filter(
    _ marker: inout RunMarker,
    from state: [UInt8]?,
    _ log: AuditLog,
    _ progress: @escaping (FilterProgress) -> Void
  ) throws -> Result {
    let start = ContinuousClock.now
    // Not before the marker is there: a process that dies meanwhile leaves a run not yet begun.
    if state == nil { try EarlierResults.remove(in: request.output, keeping: spool?.path) }
    let outcome = try underFreeName(&marker, in: log) { configuration in
      let run = configuration.run
      return try FilterRun(configuration, sink: log).execute(
        begin: begin(run),
        resumeState: state,
        unreadable: inventory.quarantined,
        interruption: interruption,
        progress: progress
      ) { statistics in
        try write(statistics, run: run, seconds: Self.seconds(since: start), log)
      }
    }
    return result(outcome, run: marker.run, seconds: Self.seconds(since: start))
  }

  /// Takes away what only a run under way needs.
  ///
  /// The marker goes last: while it is there, a resumption finds the run ended and tidies up again.
  private func removeWorkingFiles() {
    unlink("\(request.output)/\(FilterRun.fingerprintsName)")
    unlink("\(request.output)/\(FilterRun.signaturesName)")
    spool?.remove()
    RunMarker.remove(in: request.output)
  }

  private func dryRun(_ progress: @escaping (FilterProgress) -> Void) throws -> Result {
    let marker = RunMarker(run: "dry-run", identity: identity, key: key(), audit: "")
    let start = ContinuousClock.now
    var configuration = configuration(marker)
    configuration.output = nil
    let outcome = try FilterRun(configuration, sink: nil).execute(
      begin: begin("dry-run"),
      unreadable: inventory.quarantined,
      interruption: interruption,
      progress: progress
    )
    return result(outcome, run: "dry-run", seconds: Self.seconds(since: start))
  }

  private func result(_ outcome: FilterRun.Outcome, run: String, seconds: Double) -> Result {
    let (statistics, isInterrupted) =
      switch outcome {
      case .finished(let statistics): (statistics, false)
      case .interrupted(let statistics): (statistics, true)
      }
    return Result(
      run: run,
      statistics: statistics,
      isInterrupted: isInterrupted,
      unreadable: inventory.quarantined.count,
      ignored: ignored,
      seconds: seconds,
      contamination: contamination
    )
  }

  private func configuration(_ marker: RunMarker) -> FilterRun.Configuration {
    var configuration = FilterRun.Configuration(
      run: marker.run,
      policy: request.policy,
      detectors: detectors,
      shards: inventory.shards,
      output: request.output
    )
    configuration.options = request.options
    configuration.compression = request.compression
    configuration.start = request.resumes ? .resuming : request.overwrites ? .replacing : .new
    configuration.includesRemovedText = request.includesRemovedText
    configuration.writesAttributes = request.writesAttributes
    configuration.storesMeasurements = request.storesMeasurements
    configuration.sample = request.sample
    configuration.workers = request.workers
    configuration.pseudonymKey = DigestKey(bytes: marker.key)
    return configuration
  }

  /// Named by what decides its outcome, so that equal runs give equal reports.
  private func runName(in log: AuditLog) throws -> String {
    let taken = Set(try log.runs().map(\.run))
    let name = RunFigures.name(of: identity)
    guard taken.contains(name) else { return name }
    return (2...).lazy.map { "\(name)-\($0)" }.first { !taken.contains($0) } ?? name
  }

  /// Begins again under the next name where another process has begun a run of this one meanwhile.
  private func underFreeName<Outcome>(
    _ marker: inout RunMarker,
    in log: AuditLog,
    _ work: (FilterRun.Configuration) throws -> Outcome
  ) throws -> Outcome {
    var configuration = configuration(marker)
    while true {
      do { return try work(configuration) } catch let problem as Diagnostic
        where problem.code == "audit/run-exists"
      {
        marker.run = try runName(in: log)
        try marker.write(in: request.output)
        configuration.run = marker.run
        // What the refused beginning left in the folder is as if a process had died there.
        configuration.start = .resuming
      }
    }
  }

  private func key() -> [UInt8] {
    if let key = request.pseudonymKey { return key }
    var generator = SystemRandomNumberGenerator()
    return (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  private func begin(_ run: String) -> RunBegin {
    RunBegin(
      run: run,
      command: "filter",
      version: request.version,
      hostClass: HostClass.description,
      policyDigest: request.policy.digest,
      policyName: request.policy.name,
      inputs: inputs,
      options: options,
      acting: request.policy.actingRules
    )
  }

  /// Options that change the outcome, and the benchmarks that are looked for.
  private var options: [String: CanonicalValue] {
    var options = request.outcomeOptions
    options["contamination"] = contamination?.canonical
    return options
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    let elapsed = (ContinuousClock.now - start).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
  }
}
