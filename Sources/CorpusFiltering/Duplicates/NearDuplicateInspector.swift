import SafetyCore
import TextViews

/// Signs each text; which others it resembles is known only to the ordered pass over the batches.
final class NearDuplicateInspector: Inspector {
  /// Of the last text, nil for one of fewer words than an n-gram has.
  private(set) var signature: TextSignature?
  private let hashes: MinimumHashes

  init(_ hashes: MinimumHashes) { self.hashes = hashes }

  func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
    signature = hashes.signature(of: subject.normalized)
    inspection.record(0, 0)
  }
}
