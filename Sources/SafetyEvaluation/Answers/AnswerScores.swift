import Diagnostics
import SafetyCore

/// A classifier's probability of one label for each of some texts.
struct AnswerScores {
  private let classifier: any TextClassifier
  private let label: Int

  /// - Throws: `evaluate/no-such-label` where the classifier has no label of the name.
  init(_ classifier: any TextClassifier, label: String) throws {
    guard let index = classifier.labels.firstIndex(of: label) else {
      throw Diagnostic(
        "evaluate/no-such-label",
        "the classifier `\(classifier.name)` has no label `\(label)`",
        hint: nearest(to: label, among: classifier.labels).map { "did you mean `\($0)`?" }
          ?? "it has \(classifier.labels.joined(separator: ", "))"
      )
    }
    self.classifier = classifier
    self.label = index
  }

  /// The highest probability of any window; 0 for a text without a token.
  func scores(of texts: [String]) throws -> [Double] {
    let session = try classifier.makeSession()
    return try texts.map { text in
      var text = text
      return try text.withUTF8 { bytes in
        let found = try session.classify([UnsafeRawBufferPointer(bytes)])
        return Double(found.first?.maximum(label: label) ?? .nan)
      }
    }
  }
}
