import Diagnostics
import SafetyCore

/// Finds exact and near copies in input order and has the documents concerned judged again.
final class DuplicateResolver {
  /// Bytes of the files of what was seen, as they were secured.
  struct Lengths: Sendable, Hashable {
    var fingerprints = 0
    var signatures = 0
  }

  private let configuration: FilterRun.Configuration
  private let exact: ExactCopies?
  private let near: NearCopies?
  private let clerk: FilterWorker

  /// Returns nil where the policy looks for no copies.
  init?(_ configuration: FilterRun.Configuration) throws {
    exact = configuration.part(of: DuplicateDetector.descriptor).map {
      ExactCopies(slot: $0.slot, settings: $0.settings)
    }
    near = configuration.part(of: NearDuplicateDetector.descriptor).map {
      NearCopies(slot: $0.slot, settings: $0.settings)
    }
    guard exact != nil || near != nil else { return nil }
    self.configuration = configuration
    clerk = try FilterWorker(configuration)
  }

  /// What the report says of near copies; nil where the policy does not look for them.
  var clusters: CopyClusters? { near?.clusters }

  /// Fills in the values of a batch; batches come in input order.
  ///
  /// - Throws: `duplicates/memory-full`; what judging a document again throws.
  func resolve(
    _ analysis: BatchAnalysis,
    of batch: RecordBatch,
    shard: Int
  ) throws -> BatchAnalysis {
    var changed: [Int: FilterWorker.Revision] = [:]
    for (index, document) in analysis.documents.enumerated() {
      var isKept = document.outcome.decision.isKept
      if let revision = try revision(of: document) {
        changed[index] = revision.whole
        isKept = isKept && revision.isKept
      }
      guard isKept else { continue }
      if let keys = document.duplicates { try exact?.remember(keys) }
      if let signature = document.signature { try near?.remember(signature, document.outcome) }
    }
    guard !changed.isEmpty else { return analysis }
    return try clerk.revise(analysis, of: batch, shard: shard, changed: changed)
  }

  /// Opens the files of what was seen, cut back to secured lengths where the run is resumed.
  func open(at lengths: Lengths?) throws {
    try exact?.open(in: configuration.output, at: lengths?.fingerprints)
    try near?.open(in: configuration.output, at: lengths?.signatures)
  }

  /// Secures what was seen so far and returns the lengths of the files.
  func flush() throws -> Lengths {
    Lengths(fingerprints: try exact?.flush() ?? 0, signatures: try near?.flush() ?? 0)
  }

  /// Takes the files of what was seen away.
  func discard() throws {
    try exact?.discard()
    try near?.discard()
  }

  /// A document with what it repeats and whether it is kept then; nil where nothing was seen before.
  private func revision(
    of document: JudgedDocument
  ) throws -> (whole: FilterWorker.Revision, isKept: Bool)? {
    let repeats = document.duplicates.flatMap { exact?.repeats($0) }
    let match = document.signature.flatMap { near?.closest(to: $0) }
    guard repeats != nil || match != nil else { return nil }
    var revision = FilterWorker.Revision(document.inspection)
    if let repeats {
      exact?.record(
        repeats,
        byteCount: document.outcome.byteCount,
        in: &revision.inspection
      )
    }
    if let match { near?.record(match, in: &revision.inspection) }
    let decision = configuration.policy.decide(revision.inspection)
    if let near, let match, decision.failures.contains(where: { $0.rule == near.slot }) {
      try near.addCopy(of: match.document)
      revision.original = .init(rule: near.slot, document: near.place(of: match.document))
    }
    return (revision, decision.isKept)
  }
}
