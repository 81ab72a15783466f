import AuditLog
import CorpusFiltering
import Diagnostics
import SafetyCore

/// One mixture from its request to its report: inputs, audit log, files.
package struct MixtureSession {
  /// What a session came to.
  package struct Result {
    /// Nil in a dry run.
    package var run: String?
    package var mixture: MixtureResult
    package var ignored: IgnoredInputs
    package var seconds: Double
  }

  /// What became of a request.
  package enum Outcome {
    case mixed(Result)
    /// `--resume` found the mixture complete, or in the log and complete but for the last steps.
    case wasComplete(FinishedMixture)
  }

  let request: MixtureRequest
  let inputs: MixtureInputs
  let manifest: [ShardInput]
  let origins: [FilterOrigin]
  let tokens: MixtureTokens?
  private let interruption: Interruption
  /// Held as long as the session; nil where nothing is written.
  private let lock: FileLock?

  /// Finds the inputs, takes the folder of the results and computes the digests.
  ///
  /// - Parameters:
  ///   - request: What to mix and how.
  ///   - interruption: Stops the session when requested, also while it prepares.
  /// - Throws: Every path that is wrong; `mix/no-tokenizer`; results that are there already;
  ///   `output/in-use`; `CancellationError`.
  package init(_ request: MixtureRequest, interruption: Interruption) throws {
    self.request = request
    self.interruption = interruption
    tokens = try request.recipe.tokenizer.map { try MixtureTokens(request.resolved($0)) }
    var inventories = try Self.findInputs(request)
    origins = try Self.findOrigins(request)
    lock = try request.isDryRun ? nil : Self.takeOutput(request)
    var inputs = MixtureInputs()
    var manifest: [ShardInput] = []
    for index in inventories.indices {
      manifest += try FilterSession.digests(
        of: &inventories[index],
        workers: request.workers,
        interruption
      )
      inputs.add(inventories[index], source: index)
    }
    self.inputs = inputs
    self.manifest = manifest
  }

  /// What amounts count.
  package var unit: MixtureRecipe.Unit { request.recipe.unit }

  /// What the walks through the inputs left out.
  package var ignored: IgnoredInputs { IgnoredInputs(inputs.ignored).ofInputs }

  /// Mixes to the end.
  ///
  /// - Throws: What the mixture throws; `CancellationError` where it was interrupted; with `resumes`
  ///   `resume/other-run` and `resume/other-log`. Nothing of this mixture is in the folder then, but
  ///   where it is in the log already: then it can be resumed.
  package func run(progress: @escaping (MixtureProgress) -> Void) throws -> Outcome {
    defer { withExtendedLifetime(lock) {} }
    let start = ContinuousClock.now
    var configuration = MixtureRun.Configuration(
      recipe: request.recipe,
      recipePath: request.recipePath,
      inputs: inputs,
      output: request.isDryRun ? nil : request.output
    )
    configuration.tokens = tokens
    configuration.workers = request.workers
    let mixture = MixtureRun(configuration, interruption: interruption, progress: progress)
    guard !request.isDryRun else {
      return .mixed(result(nil, try mixture.execute(), since: start))
    }
    if request.resumes, let finished = try finished() { return .wasComplete(finished) }
    let (run, mixed) = try write(mixture)
    return .mixed(result(run, mixed, since: start))
  }

  /// Writes the files, prepares the report, records both, and gives the report its name.
  private func write(_ mixture: MixtureRun) throws -> (run: String, mixed: MixtureResult) {
    let folder = MixtureFolder(path: request.output)
    let wasUnfinished = folder.isUnfinished
    var isWriting = false
    var isRecorded = false
    do {
      try folder.makeWork()
      let mixed = try mixture.execute {
        isWriting = true
        try folder.removeResults()
      }
      let run = try record(mixed, in: folder) { isRecorded = true }
      try folder.publishReport()
      try folder.removeWork()
      return (run, mixed)
    } catch {
      // What the log speaks of stays.
      guard !isRecorded else {
        throw Self.explained(error, "the mixture is in the audit log: finish it with --resume")
      }
      if isWriting { try folder.removeResults() }
      if isWriting || !wasUnfinished {
        try folder.removeWork()
      } else {
        // What another process left unfinished stays marked as such.
        try folder.makeWork()
      }
      guard (error as? Diagnostic)?.code == "output/disk-full" else { throw error }
      throw Self.explained(
        error,
        "free some space and run the same command again; it takes as much as the unpacked mixture"
      )
    }
  }

  private func result(
    _ run: String?,
    _ mixture: MixtureResult,
    since start: ContinuousClock.Instant
  ) -> Result {
    let elapsed = (ContinuousClock.now - start).components
    return Result(
      run: run,
      mixture: mixture,
      ignored: ignored,
      seconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
    )
  }

  private static func explained(_ error: any Error, _ hint: String) -> any Error {
    guard var problem = error as? Diagnostic else { return error }
    problem.hint = hint
    return problem
  }
}
