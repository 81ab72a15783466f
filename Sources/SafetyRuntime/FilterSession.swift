import AuditLog
import CorpusFiltering
import Diagnostics
import Glibc
import SafetyCore
import SafetyPolicy

/// One run of the filter from its request to its reports: inputs, audit log, resumption.
package struct FilterSession {
  /// What a session came to.
  package struct Result {
    package var run: String
    package var statistics: RunStatistics
    package var isInterrupted: Bool
    package var unreadable: Int
    package var seconds: Double
  }

  private let request: FilterRequest
  private let inventory: InputInventory
  private let inputs: [ShardInput]
  private let spool: SpooledInput?
  private let identity: Digest

  /// Bytes of all input files as they lie on disk.
  package var inputBytes: Int { inputs.reduce(0) { $0 + $1.size } }

  /// Finds the inputs and computes their digests.
  ///
  /// - Throws: Every path that is wrong; results that are there already.
  package init(_ request: FilterRequest) throws {
    self.request = request
    if !request.isDryRun, !request.resumes {
      try EarlierResults.clear(in: request.output, overwrites: request.overwrites)
    }
    var inventory = try InputDiscovery(
      include: request.include,
      exclude: request.exclude,
      format: request.format,
      outputFolder: request.isDryRun ? nil : request.output
    ).inventory(of: request.paths)
    spool = try SpooledInput(
      for: inventory.shards,
      in: request.isDryRun ? nil : request.output,
      reuses: request.resumes
    )
    for index in inventory.shards.indices where inventory.shards[index].path == "-" {
      inventory.shards[index].path = spool?.path ?? "-"
    }
    inputs = try inventory.shards.map { shard in
      let file = try InputFile.digest(shard.path)
      return ShardInput(name: shard.name, size: file.size, sha256: file.sha256)
    }
    for (index, input) in inputs.enumerated() { inventory.shards[index].size = input.size }
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
  /// - Returns: The books, or nil where `--resume` found the run complete.
  /// - Throws: What the filter throws.
  package func run(
    interruption: Interruption,
    progress: @escaping (FilterProgress) -> Void
  ) throws -> Result? {
    guard !request.isDryRun else { return try dryRun(interruption, progress) }
    let earlier = request.resumes ? try RunMarker.read(in: request.output) : nil
    if request.resumes, earlier == nil, EarlierResults.areComplete(in: request.output) {
      return nil
    }
    try OutputFolder.make(request.output)
    let log = try AuditLog(
      path: request.auditPath,
      mode: .readWrite,
      signer: request.auditSigner,
      clock: request.clock
    )
    var marker = try earlier ?? RunMarker(run: runName(in: log), identity: identity, key: key())
    guard marker.identity == identity else { throw Self.otherRun(request.output) }
    try marker.write(in: request.output)
    let state = try log.resumeState(of: marker.run)
    let hasEnded = try log.runs().contains { $0.run == marker.run && $0.ended != nil }
    guard !hasEnded else {
      try log.close()
      removeWorkingFiles()
      return nil
    }
    let start = ContinuousClock.now
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
    try log.close()
    if case .finished = outcome { removeWorkingFiles() }
    return result(outcome, run: marker.run, seconds: Self.seconds(since: start))
  }

  /// Takes away what only a run under way needs.
  ///
  /// The marker goes last: while it is there, a resumption finds the run ended and tidies up again.
  private func removeWorkingFiles() {
    unlink("\(request.output)/\(FilterRun.fingerprintsName)")
    spool?.remove()
    RunMarker.remove(in: request.output)
  }

  private func dryRun(
    _ interruption: Interruption,
    _ progress: @escaping (FilterProgress) -> Void
  ) throws -> Result {
    let marker = RunMarker(run: "dry-run", identity: identity, key: key())
    let start = ContinuousClock.now
    var configuration = try configuration(marker)
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
      seconds: seconds
    )
  }

  private func configuration(_ marker: RunMarker) throws -> FilterRun.Configuration {
    var configuration = FilterRun.Configuration(
      run: marker.run,
      policy: request.policy,
      detectors: try request.detectors.detectors(for: request.policy),
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
    let name = String(identity.hex.prefix(16))
    guard taken.contains(name) else { return name }
    return (2...).lazy.map { "\(name)-\($0)" }.first { !taken.contains($0) } ?? name
  }

  /// Begins again under the next name where another process has begun a run of this one meanwhile.
  private func underFreeName<Outcome>(
    _ marker: inout RunMarker,
    in log: AuditLog,
    _ work: (FilterRun.Configuration) throws -> Outcome
  ) throws -> Outcome {
    var configuration = try configuration(marker)
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
      options: request.outcomeOptions,
      acting: request.policy.actingRules
    )
  }

  private func write(
    _ statistics: RunStatistics,
    run: String,
    seconds: Double,
    _ log: AuditLog
  ) throws {
    let context = FilterReportContext(
      request: request,
      inputs: inputs,
      statistics: statistics,
      run: run,
      seconds: seconds,
      examples: try examples(statistics, run: run, log)
    ).context
    let report = FilterReport(statistics: statistics, context: context)
    for (name, bytes) in [
      ("report.json", report.json()), ("report.html", Array(report.html().utf8)),
    ] {
      let file = try PartialFile(folder: request.output, name: name, start: .replacing)
      try file.append(bytes)
      try file.publish()
    }
  }

  private func examples(
    _ statistics: RunStatistics,
    run: String,
    _ log: AuditLog
  ) throws -> [ReportExample] {
    guard request.showsExamples, request.includesRemovedText else { return [] }
    return try RemovedExamples(
      folder: request.output,
      shards: inventory.shards,
      compression: request.compression,
      // A removed document's line holds its reasons beside the text.
      limits: ReadLimits(
        lineBytes: request.policy.limits.lineBytes + 1 << 20,
        documentBytes: request.policy.limits.documentBytes
      ),
      run: run,
      log: log
    ).collect(statistics)
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    let elapsed = (ContinuousClock.now - start).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
  }

  private static func otherRun(_ folder: String) -> Diagnostic {
    Diagnostic(
      "resume/other-run",
      "the unfinished run has another policy, other inputs or other options",
      at: .init(file: folder),
      hint: "call it as before, or start over with --overwrite"
    )
  }
}
