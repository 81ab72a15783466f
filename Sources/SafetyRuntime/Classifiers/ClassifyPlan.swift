import Diagnostics

/// How the windows of a text become one answer.
package struct ClassifyPlan: Sendable {
  /// Which score of its windows is a text's own.
  package enum Pooling: String, Sendable, CaseIterable {
    /// Whether the text contains it.
    case max
    /// Whether the text is about it.
    case mean
  }

  package let classifier: LoadedClassifier
  package let pooling: Pooling
  /// From which score each label counts, in the order of the labels.
  package let thresholds: [Double]

  package var labels: [String] { classifier.classifier.labels }

  /// Settles the thresholds.
  ///
  /// - Parameters:
  ///   - classifier: What scores.
  ///   - threshold: A number, or a name that the classifier's files give to a threshold; without
  ///     one the standard name.
  ///   - pooling: How windows are taken together.
  /// - Throws: `classify/unknown-threshold`.
  package init(
    _ classifier: LoadedClassifier,
    threshold: String? = nil,
    pooling: Pooling = .max
  ) throws {
    self.classifier = classifier
    self.pooling = pooling
    if let threshold, let number = Double(threshold), (0...1).contains(number) {
      thresholds = classifier.classifier.labels.map { _ in number }
      return
    }
    let names = classifier.thresholdNames
    guard threshold == nil || names.contains(threshold ?? "") else {
      throw Diagnostic(
        "classify/unknown-threshold",
        "the threshold `\(threshold ?? "")` is neither from 0 to 1 nor a name the classifier has",
        hint: names.isEmpty
          ? "the classifier names none: give a number"
          : "its names are \(names.joined(separator: ", "))"
      )
    }
    thresholds = classifier.thresholds(named: threshold ?? LoadedClassifier.standardThreshold)
  }
}
