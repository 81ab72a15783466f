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
      manifest += try FilterSession.digests(of: &inventories[index], interruption)
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
  /// - Throws: What the mixture throws; `CancellationError` where it was interrupted. The folder is
  ///   as empty then as if no mixture had begun.
  package func run(progress: @escaping (MixtureProgress) -> Void) throws -> Result {
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
      return result(nil, try mixture.execute(), since: start)
    }
    let folder = MixtureFolder(path: request.output)
    var isWriting = false
    do {
      try OutputFolder.make(folder.work)
      let mixed = try mixture.execute {
        isWriting = true
        try folder.removeResults()
      }
      let run = try record(mixed)
      try folder.write(MixtureReport(self, mixed, run: run).json)
      try folder.removeWork()
      return result(run, mixed, since: start)
    } catch {
      if isWriting { try folder.removeResults() }
      try folder.removeWork()
      throw Self.explained(error)
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

  /// There is no resumption that a hint could speak of.
  private static func explained(_ error: any Error) -> any Error {
    guard var problem = error as? Diagnostic, problem.code == "output/disk-full" else {
      return error
    }
    problem.hint =
      "free some space and run the same command again; it takes as much as the unpacked mixture"
    return problem
  }
}
