import Diagnostics
import SafetyCore

/// A classifier of a cascade, and where among its labels those of the rules stand.
struct CascadeModel: Sendable {
  let classifier: any TextClassifier
  let stage: CascadeRecord.Stage
  /// For each rule the place of its label among those of the classifier.
  let columns: [Int]

  /// - Throws: `cascade/labels` where a rule would have no probability.
  init(_ classifier: any TextClassifier, stage: CascadeRecord.Stage) throws {
    self.classifier = classifier
    self.stage = stage
    columns = try LinearLabel.allCases.map { label in
      guard let column = classifier.labels.firstIndex(of: label.rawValue) else {
        throw Diagnostic(
          "cascade/labels",
          "the model `\(classifier.name)` has no label `\(label.rawValue)`",
          hint: "a cascade needs \(LinearLabel.allCases.map(\.rawValue).joined(separator: ", "))"
        )
      }
      return column
    }
  }
}
