/// What came of one item.
package struct ItemVerdict: Sendable, Hashable {
  /// A word of the protocol: a choice's label, `refused`, `complied`; never the model's text.
  package var prediction: String
  /// Named figures, such as `correct` with 0 or 1.
  package var scores: [String: Double]
  /// Why there is no score, as a kebab-case word; such an item counts in no figure.
  package var unscored: String?

  init(prediction: String, scores: [String: Double], unscored: String? = nil) {
    self.prediction = prediction
    self.scores = scores
    self.unscored = unscored
  }

  /// Of an item that has more tokens than the model has places.
  static let tooLong = Self(prediction: "", scores: [:], unscored: "too-long")
}
