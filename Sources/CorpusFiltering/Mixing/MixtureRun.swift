import Diagnostics
import Glibc
import SafetyCore

/// Makes a training mixture out of corpora in three steps: measure and plan, draw, sort and write.
///
/// The results depend on the recipe and the inputs alone, not on the number of workers. In memory
/// are the batches in flight, the tables of the sources (2 MiB each) and one bucket of the sort;
/// numbers of documents and unsorted lines lie in files.
package struct MixtureRun {
  package static let trainFolder = "train"
  package static let holdoutFolder = "holdout"
  package static let quarantineName = "quarantine.jsonl"
  /// What only a run under way needs.
  package static let workName = ".mixing"

  private let configuration: Configuration
  private let interruption: Interruption
  private let progress: (MixtureProgress) -> Void

  /// - Parameters:
  ///   - configuration: What to mix.
  ///   - interruption: Stops the run at the next batch when requested.
  ///   - progress: Called now and then, by one thread at a time.
  package init(
    _ configuration: Configuration,
    interruption: Interruption = Interruption(),
    progress: @escaping (MixtureProgress) -> Void = { _ in }
  ) {
    self.configuration = configuration
    self.interruption = interruption
    self.progress = progress
  }

  /// Mixes, or plans alone where the configuration names no output.
  ///
  /// - Parameter beginWriting: Called once the plan stands, before the first result is written.
  /// - Returns: What was asked, found and taken.
  /// - Throws: What the plan throws; `mix/unstable-input`; `output/disk-full` and its like;
  ///   `CancellationError`. The folder holds unfinished results then.
  package func execute(beginWriting: () throws -> Void = {}) throws -> MixtureResult {
    let measurements = try measure()
    let plan = try MixturePlan(
      configuration.recipe,
      supplies: measurements.supplies,
      file: configuration.recipePath
    )
    let samples = try zip(measurements.spools, plan.parts).map { spool, part in
      try interruption.check()
      return try spool.sample(of: part.rest)
    }
    for spool in measurements.spools { try spool.discard() }
    var result = MixtureResult(configuration, plan: plan, samples: samples, measurements)
    guard let folder = configuration.workFolder, let output = configuration.output else {
      try configuration.inputs.requireUnchanged()
      return result
    }
    try beginWriting()
    try publishQuarantine(from: folder, in: output)
    try draw(plan, samples.map(\.bound), work: folder, output: output, into: &result)
    return result
  }

  private func measure() throws -> MixtureMeasurements {
    let tracker = MixtureTracker(configuration.inputs.shards, step: .measuring, progress)
    let measurements = try MixtureMeasurements(configuration) { tracker.report($0, $1) }
    try work(try configuration.perWorker { try MixtureMeasurer(configuration) }, measurements)
    try measurements.finish()
    return measurements
  }

  /// Moves the list of what could not be read to the results, where there is one.
  private func publishQuarantine(from folder: String, in output: String) throws {
    let name = Self.quarantineName
    guard PartialFile.isPublished(folder: folder, name: name) else { return }
    guard rename("\(folder)/\(name)", "\(output)/\(name)") == 0 else {
      throw SystemError.output(errno, doing: "rename the file", path: "\(folder)/\(name)")
    }
    try OutputFolder.flush(folderOf: "\(output)/\(name)")
  }

  private func draw(
    _ plan: MixturePlan,
    _ bounds: [MixtureBound],
    work folder: String,
    output: String,
    into result: inout MixtureResult
  ) throws {
    let mixture = ShuffleStore(folder: folder, name: "mixture", isLarge: true)
    let holdouts = plan.parts.map {
      ShuffleStore(folder: folder, name: "holdout-\($0.name)", isLarge: false)
    }
    let tracker = MixtureTracker(configuration.inputs.shards, step: .drawing, progress)
    let drawing = MixtureDrawing(
      configuration,
      bounds: bounds,
      mixture: mixture,
      holdouts: holdouts
    ) { tracker.report($0, $1) }
    let workers = try configuration.perWorker {
      try MixtureDrawer(configuration, plan: plan, bounds: bounds)
    }
    try work(workers, drawing)
    try result.book(drawing, configuration)
    var written = Written(total: ([mixture] + holdouts).reduce(0) { $0 + $1.byteCount })
    try write(mixture, names: configuration.trainNames, output, &written, &result.files)
    guard configuration.recipe.holdout != nil else { return }
    for (part, holdout) in zip(plan.parts, holdouts) {
      let name = "\(Self.holdoutFolder)/\(part.name)\(configuration.fileExtension)"
      try write(holdout, names: [name], output, &written, &result.files)
    }
  }

  private func work<Worker: BatchWorker, Committer: BatchCommitter>(
    _ workers: [Worker],
    _ committer: Committer
  ) throws where Worker.Output == Committer.Output {
    let source = ShardSource(
      configuration.inputs.shards,
      options: { configuration.options(ofShard: $0) },
      limits: configuration.limits,
      interruption: interruption
    )
    try FilterCrew(workers, source: source, committer: committer).run()
    try interruption.check()
  }

  /// How far the last step has come.
  private struct Written {
    /// Bytes of all lines, with their numbers and lengths.
    let total: Int
    var bytes = 0
    var lines = 0

    init(total: Int) { self.total = max(1, total) }

    var progress: MixtureProgress {
      MixtureProgress(step: .writing, part: Double(bytes) / Double(total), documents: lines)
    }
  }

  private func write(
    _ store: ShuffleStore,
    names: [String],
    _ output: String,
    _ written: inout Written,
    _ files: inout [MixtureFile]
  ) throws {
    let writer = try MixtureWriter(
      folder: output,
      names: names,
      compression: configuration.recipe.compression
    )
    func finishFiles(before key: UInt64?) throws {
      while try writer.finishFile(before: key) {
        try interruption.check()
        progress(written.progress)
      }
    }
    try store.drain { key, line in
      try finishFiles(before: key)
      try writer.append(line)
      written.bytes += line.count + NumberedLines.headerBytes
      written.lines += 1
      guard written.lines & 0xFF == 0 else { return }
      try interruption.check()
      progress(written.progress)
    }
    try finishFiles(before: nil)
    files += writer.files
  }
}
