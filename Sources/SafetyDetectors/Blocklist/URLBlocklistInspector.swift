import SafetyCore
import TextViews

/// Looks up one document after another.
final class URLBlocklistInspector: Inspector {
  private let detector: URLBlocklistDetector

  init(_ detector: URLBlocklistDetector) { self.detector = detector }

  func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
    guard let url = subject.url, !url.isEmpty else {
      // left unrecorded, the rule counts as unknown
      if !detector.requiresURL { inspection.record(0, 0) }
      return
    }
    guard let address = URLAddress(Array(url.utf8)) else { return }
    let index = detector.lists.firstIndex { $0.contains(address) }
    inspection.record(0, Double(index.map { $0 + 1 } ?? 0))
  }
}
