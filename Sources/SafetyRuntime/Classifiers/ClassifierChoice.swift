/// Which classifier a person asked for, and how it is to score.
package struct ClassifierChoice: Sendable {
  /// Where a classifier's probabilities are rounded to.
  package enum Precision: String, Sendable, CaseIterable {
    case float32
    case int8
  }

  /// A name of a shipped one, or a folder.
  package var name: String
  /// What to compute in; nil for what the weights are stored in.
  package var precision: Precision?
  /// The most tokens that the model sees at once; nil for what its files say.
  package var windowTokens: Int?
  /// The share of texts with a label where it will be used, by label.
  package var prevalence: [String: Double] = [:]

  /// What is used where nobody says otherwise.
  package static let standard = "toxicity-small"

  package init(_ name: String = standard) { self.name = name }
}
