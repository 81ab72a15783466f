import Diagnostics
import SafetyCore

/// Finds exact and near copies in input order and has the documents concerned judged again.
final class DuplicateResolver {
  private let configuration: FilterRun.Configuration
  let exact: ExactCopies?
  let near: NearCopies?
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

  /// Fills in the values of a batch, and what is remembered of it; batches come in input order.
  ///
  /// - Throws: `duplicates/memory-full`; what judging a document again throws.
  func resolve(
    _ analysis: BatchAnalysis,
    of batch: RecordBatch,
    shard: Int
  ) throws -> BatchAnalysis {
    var changed: [Int: FilterWorker.Revision] = [:]
    var seen = SeenRecords()
    for (index, document) in analysis.documents.enumerated() {
      var isKept = document.outcome.decision.isKept
      if let revision = revision(of: document, &seen) {
        changed[index] = revision.whole
        isKept = isKept && revision.isKept
      }
      guard isKept else { continue }
      if let keys = document.duplicates { exact?.remember(keys, &seen.fingerprints) }
      if let signature = document.signature {
        try near?.remember(signature, document.outcome, &seen.signatures)
      }
    }
    var resolved = analysis
    if !changed.isEmpty {
      resolved = try clerk.revise(analysis, of: batch, shard: shard, changed: changed)
    }
    resolved.seen = seen
    return resolved
  }

  /// A document with what it repeats and whether it is kept then; nil where nothing was seen before.
  private func revision(
    of document: JudgedDocument,
    _ seen: inout SeenRecords
  ) -> (whole: FilterWorker.Revision, isKept: Bool)? {
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
      near.addCopy(of: match.document, &seen.signatures)
      revision.original = .init(rule: near.slot, document: near.place(of: match.document))
    }
    return (revision, decision.isKept)
  }
}
