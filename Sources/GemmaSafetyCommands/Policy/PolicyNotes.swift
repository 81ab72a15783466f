import CorpusFiltering
import ReportPages
import SafetyPolicy

/// What a policy's numbers come to, where they do not say so themselves.
enum PolicyNotes {
  /// A phrase for each detector that there is something to say of.
  static func lines(on policy: CorpusPolicy) -> [String] {
    policy.detectors.filter { $0.descriptor.name == NearDuplicateDetector.descriptor.name }.map {
      let curve = NearDuplicateCurve($0.settings)
      func shown(_ similarity: Double) -> String { ReportFormat.decimal(similarity, 2) }
      return "\($0.descriptor.name): similarity threshold about \(shown(curve.threshold)); half of "
        + "the pairs of \(shown(curve.similarity(at: 0.5))) share a bucket, 99% of those of "
        + "\(shown(curve.similarity(at: 0.99)))"
    }
  }
}
