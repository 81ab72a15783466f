import SafetyCore

/// A classifier that has been read and checked, with what its files say of thresholds.
package struct LoadedClassifier: Sendable {
  package let classifier: any TextClassifier
  /// Over all files that its scores depend on.
  package let digest: Digest
  /// Named thresholds by label.
  let thresholds: [String: [String: Double]]

  /// The threshold of a label where its files name none.
  static let plainThreshold = 0.5
  /// The name of the threshold that is used where nobody says otherwise.
  static let standardThreshold = "balanced"

  /// The names under which at least one label has a threshold, sorted.
  package var thresholdNames: [String] { Set(thresholds.values.flatMap(\.keys)).sorted() }

  /// From which probability each label counts; a label without such a name counts from 0.5.
  func thresholds(named name: String) -> [Double] {
    classifier.labels.map { thresholds[$0]?[name] ?? Self.plainThreshold }
  }
}
