import SafetyCore
import TextViews

/// Counts mentions for one worker.
final class IdentityInspector: Inspector {
  private let detector: IdentityDetector
  private var counts: [Int]

  init(_ detector: IdentityDetector) {
    self.detector = detector
    counts = [Int](repeating: 0, count: detector.descriptor.rules.count)
  }

  func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
    for group in counts.indices { counts[group] = 0 }
    let view = subject.normalized
    detector.index.forEachMatch(in: view.words, of: view.bytes, overlapping: true) { phrase, _, _ in
      for group in detector.groupsOfPhrase[phrase] { counts[group] += 1 }
    }
    for (group, count) in counts.enumerated() { inspection.record(group, Double(count)) }
  }
}
