import SafetyCore

/// What stands behind each stage of a cascade, from the cheapest to the one that decides.
package struct CascadeStages: Sendable {
  package var lexicons: [Lexicon]
  package var linear: LinearModel
  /// Clears or passes on, unless there is no small one; then it decides.
  package var tiny: (any TextClassifier)?
  package var small: (any TextClassifier)?

  package init(
    lexicons: [Lexicon],
    linear: LinearModel,
    tiny: (any TextClassifier)?,
    small: (any TextClassifier)?
  ) {
    self.lexicons = lexicons
    self.linear = linear
    self.tiny = tiny
    self.small = small
  }
}
