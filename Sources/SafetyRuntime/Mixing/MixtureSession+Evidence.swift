import AuditLog
import CorpusFiltering
import Diagnostics
import SafetyCore

/// What the audit log keeps of a mixture: a run, whole or not at all.
extension MixtureSession {
  /// Appends the run's events in one transaction, under a name that its inputs and recipe give it.
  ///
  /// The report of that name is prepared first, so that whoever finds it in the folder can tell by the
  /// log whether all was done.
  ///
  /// - Parameters:
  ///   - mixture: What all files hold.
  ///   - folder: Where the report goes.
  ///   - recorded: Called once the events are in the log.
  /// - Returns: The run's name.
  /// - Throws: `audit/…` diagnostics, and what preparing the report throws.
  func record(
    _ mixture: MixtureResult,
    in folder: MixtureFolder,
    recorded: () -> Void
  ) throws -> String {
    let log = try AuditLog(
      path: request.auditPath,
      mode: .readWrite,
      signer: request.auditSigner,
      clock: request.clock
    )
    let name = RunFigures.name(of: identity)
    var run = name
    for number in 2... {
      let taken = Set(try log.runs().map(\.run))
      if !taken.contains(run) {
        try folder.prepare(MixtureReport(self, mixture, run: run).json)
        do {
          try log.append(records(mixture, run: run), run: run, state: nil)
          break
        } catch let problem as Diagnostic where problem.code == "audit/run-exists" {
          // Another process took the name meanwhile.
        }
      }
      run = "\(name)-\(number)"
    }
    recorded()
    try log.close()
    return run
  }

  /// A digest of all that decides the outcome.
  var identity: Digest {
    let identity: CanonicalValue = [
      "command": "mix", "version": .string(request.version),
      "recipe": .string(request.recipe.digest.hex),
      "tokenizer": .string(tokens?.digest.hex ?? ""),
      "inputs": .array(
        manifest.map { [.string($0.name), .integer($0.size), .string($0.sha256.hex)] }
      ),
    ]
    return Digest.sha256(identity.canonicalJSON)
  }

  private func records(_ mixture: MixtureResult, run: String) -> [DecisionRecord] {
    let begin = RunBegin(
      run: run,
      command: "mix",
      version: request.version,
      hostClass: HostClass.description,
      policyDigest: request.recipe.digest,
      policyName: request.recipe.name,
      inputs: manifest,
      options: options
    )
    var totals = ShardCounts()
    for book in mixture.books { totals += book.counts }
    let end = RunEnd(
      run: run,
      totals: totals,
      byReason: [:],
      unreadable: QuarantineEntry.counts(inputs.unreadable),
      itemsRoot: RunEnd.itemsRoot(of: mixture.books.map(\.itemsRoot))
    )
    return [begin.record] + shards(mixture, run: run) + sources(mixture, run: run)
      + files(mixture, run: run) + [end.record]
  }

  private var options: [String: CanonicalValue] {
    let recipe = request.recipe
    var options: [String: CanonicalValue] = [
      "unit": .string(recipe.unit.rawValue), "seed": .integer(recipe.seed),
      "max_epochs": .string(decimal(ofMillionths: recipe.maximumPasses)),
    ]
    if let tokens { options["tokenizer_sha256"] = .string(tokens.digest.hex) }
    if let holdout = recipe.holdout {
      options["holdout"] = [
        "share": .string(decimal(holdout.share)), "seed": .integer(holdout.seed),
      ]
    }
    if !origins.isEmpty { options["filter_runs"] = .array(origins.map(\.value)) }
    return options
  }

  private func shards(_ mixture: MixtureResult, run: String) -> [DecisionRecord] {
    mixture.books.enumerated().map { index, book in
      RunShard(
        run: run,
        shard: index,
        name: manifest[index].name,
        counts: book.counts,
        itemsRoot: book.itemsRoot
      ).record
    }
  }

  private func sources(_ mixture: MixtureResult, run: String) -> [DecisionRecord] {
    let unit = request.recipe.unit
    return mixture.sources.map { source in
      MixtureShare(
        run: run,
        source: source.name,
        unit: unit.rawValue,
        available: source.supply.open[unit],
        asked: source.asked,
        taken: source.taken,
        documents: source.documents,
        distinct: source.distinct ?? 0,
        bytes: source.bytes ?? 0,
        heldOut: source.supply.heldOut.documents
      ).record
    }
  }

  private func files(_ mixture: MixtureResult, run: String) -> [DecisionRecord] {
    mixture.files.map { file in
      MixtureArtifact(
        run: run,
        name: file.name,
        documents: file.documents,
        size: file.size,
        sha256: file.sha256
      ).record
    }
  }
}
