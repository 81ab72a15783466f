import SafetyCore

/// What one benchmark came to.
package struct EvaluationResult: Sendable, Hashable {
  package var benchmark: String
  package var subject: EvaluationSubject
  package var items: Int
  /// Items without a score, by reason.
  package var unscored: [String: Int]
  package var figures: [EvaluationFigure]

  package init(
    benchmark: String,
    subject: EvaluationSubject,
    items: Int,
    unscored: [String: Int],
    figures: [EvaluationFigure]
  ) {
    self.benchmark = benchmark
    self.subject = subject
    self.items = items
    self.unscored = unscored
    self.figures = figures
  }
}
