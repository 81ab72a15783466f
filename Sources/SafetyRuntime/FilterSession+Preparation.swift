import AuditLog
import CorpusFiltering
import Diagnostics
import SafetyCore

/// What is looked at before a session changes anything.
extension FilterSession {
  /// Finds the inputs; a dry run finds those of the run that it rehearses.
  ///
  /// - Throws: Every path that is wrong; `input/nothing-to-read`, `input/same-name`,
  ///   `input/in-output`, `input/not-a-file`.
  static func findInputs(_ request: FilterRequest) throws -> InputInventory {
    var inventory = try InputDiscovery(
      include: request.include,
      exclude: request.exclude,
      format: request.format,
      outputFolder: request.output
    ).inventory(of: request.paths)
    // The log and SQLite's files beside it come and go with runs.
    let audit = RealPath.ofFile(request.auditPath)
    inventory.ignored.removeAll {
      $0.reason == .unknownFormat && RealPath.of($0.path)?.hasPrefix(audit) == true
    }
    try inventory.requireInput()
    try OutputName.check(inventory.shards, compression: request.compression)
    try requireOutside(request.output, inventory.shards)
    try requireFiles(inventory.shards)
    return inventory
  }

  /// Computes the digests of the shards, as many at a time as there are workers; those that cannot be
  /// read go to quarantine.
  static func digests(
    of inventory: inout InputInventory,
    workers: Int,
    _ interruption: Interruption
  ) throws -> [ShardInput] {
    let shards = inventory.shards
    let results = try shards.concurrentMap(threads: workers) { try read($0, interruption) }
    inventory.shards = []
    var inputs: [ShardInput] = []
    for result in results {
      switch result {
      case .whole(let shard, let input):
        inventory.shards.append(shard)
        inputs.append(input)
      case .unreadable(let entry):
        inventory.quarantined.append(entry)
      }
    }
    return inputs
  }

  /// What came of reading a shard for its digest.
  private enum ReadShard: Sendable {
    case whole(InputShard, ShardInput)
    case unreadable(QuarantineEntry)
  }

  private static func read(
    _ shard: InputShard,
    _ interruption: Interruption
  ) throws -> ReadShard {
    var shard = shard
    shard.rememberFile()
    do {
      let file = try InputFile.digest(shard.path) { _ in try interruption.check() }
      shard.size = file.size
      let input = ShardInput(name: shard.name, size: file.size, sha256: file.sha256)
      return .whole(shard, input)
    } catch let problem as Diagnostic where problem.code == "runtime/unreadable" {
      return .unreadable(
        QuarantineEntry(shard: shard.path, code: "input/unreadable", message: problem.message)
      )
    }
  }

  /// Makes sure that a run reads nothing of what it would replace.
  private static func requireOutside(_ output: String, _ shards: [InputShard]) throws(Diagnostic) {
    let results = EarlierResults.realPaths(in: output)
    guard !results.isEmpty else { return }
    for shard in shards where shard.path != "-" {
      guard let path = RealPath.of(shard.path) else { continue }
      guard results.contains(where: { path == $0 || path.hasPrefix($0 + "/") }) else { continue }
      throw Diagnostic(
        "input/in-output",
        "the input stands among the results that the run would replace",
        at: .init(file: shard.path),
        hint: "choose another folder with -o"
      )
    }
  }

  /// Refuses pipes, which give their bytes once, where a run reads an input for its digest first.
  static func requireFiles(_ shards: [InputShard]) throws(Diagnostic) {
    guard let pipe = shards.first(where: { $0.size == nil && $0.path != "-" }) else { return }
    throw Diagnostic(
      "input/not-a-file",
      "the input is a pipe or device, which cannot be read twice",
      at: .init(file: pipe.path),
      hint: "send it to standard input and name `-`"
    )
  }

  /// Refuses results that are there before a minute goes into reading what detectors look for.
  static func refuseFinished(_ request: FilterRequest) throws {
    guard !request.isDryRun, !request.resumes, EarlierResults.areComplete(in: request.output) else {
      return
    }
    try EarlierResults.check(in: request.output, overwrites: request.overwrites, resumes: false)
  }

  /// Makes the folder of the results this process's own and looks at what is there.
  ///
  /// - Throws: `output/in-use`; what `EarlierResults.check` throws.
  static func takeOutput(_ request: FilterRequest) throws -> FileLock {
    let folder = request.output
    try OutputFolder.make(folder)
    let lock = try FileLock(
      "\(folder)/\(EarlierResults.lockName)",
      busy: Diagnostic(
        "output/in-use",
        "another run writes to the folder",
        at: .init(file: folder),
        hint: "wait for its end, or choose another folder with -o"
      )
    )
    let goesOn =
      request.resumes
      && (EarlierResults.areUnfinished(in: folder) || EarlierResults.areComplete(in: folder))
    if !goesOn {
      try EarlierResults.check(
        in: folder,
        overwrites: request.overwrites,
        resumes: request.resumes
      )
    }
    return lock
  }
}
