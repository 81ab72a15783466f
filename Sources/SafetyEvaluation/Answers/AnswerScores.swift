import Diagnostics
import SafetyCore

/// A classifier's probability of a label, or of the likeliest of all, for each of some texts.
struct AnswerScores {
  /// In place of a label's name: all of them.
  static let anyLabel = "any"
  private let classifier: any TextClassifier
  private let labels: [Int]

  /// - Throws: `evaluate/no-such-label` where the classifier has no label of the name.
  init(_ classifier: any TextClassifier, label: String) throws {
    self.classifier = classifier
    guard label != Self.anyLabel else {
      labels = Array(classifier.labels.indices)
      return
    }
    guard let index = classifier.labels.firstIndex(of: label) else {
      throw Diagnostic(
        "evaluate/no-such-label",
        "the classifier `\(classifier.name)` has no label `\(label)`",
        hint: nearest(to: label, among: classifier.labels).map { "did you mean `\($0)`?" }
          ?? "it has \(classifier.labels.joined(separator: ", "))"
      )
    }
    labels = [index]
  }

  /// The highest probability in any window; 0 for a text without a token, NaN for an unknown one.
  func scores(of texts: [String]) throws -> [Double] {
    var bytes: [UInt8] = []
    let ranges = texts.map { text -> Range<Int> in
      let start = bytes.count
      bytes += text.utf8
      return start..<bytes.count
    }
    let found = try bytes.withUnsafeBytes { buffer in
      try classifier.makeSession().classify(
        ranges.map { UnsafeRawBufferPointer(rebasing: buffer[$0]) }
      )
    }
    return found.map { text in
      let scores = labels.map { text.maximum(label: $0) }
      return scores.contains { $0.isNaN } ? .nan : Double(scores.max() ?? .nan)
    }
  }
}
