import SafetyCore

/// An item's verdict with the slices it counts in: all that a figure is computed from.
package struct ItemOutcome: Sendable, Hashable {
  package var item: String
  package var prediction: String
  package var scores: [String: Double]
  /// By dimension.
  package var groups: [String: String]
  /// Why there is no score; nil where there is one.
  package var unscored: String?

  package init(
    item: String,
    prediction: String,
    scores: [String: Double],
    groups: [String: String],
    unscored: String? = nil
  ) {
    self.item = item
    self.prediction = prediction
    self.scores = scores
    self.groups = groups
    self.unscored = unscored
  }

  /// The value of a dimension, or of a score of that name as it is written.
  func side(of dimension: String) -> String? {
    groups[dimension] ?? scores[dimension].map { decimal($0) }
  }

  /// The reason, or where silence counts the prediction, of an item to which the model said nothing.
  static let emptyAnswer = "empty-answer"

  /// Why the item tells nothing of a model by itself; nil where it does.
  package var lack: String? { unscored ?? (prediction == Self.emptyAnswer ? prediction : nil) }

  /// The prediction of an event whose item has no score, in front of the reason.
  private static let unscoredMark = "unscored:"

  /// Reads an outcome back from the audit log.
  package init(_ event: EvaluationItem) {
    let isUnscored = event.prediction.hasPrefix(Self.unscoredMark)
    self.init(
      item: event.item,
      prediction: isUnscored ? "" : event.prediction,
      scores: event.scores.compactMapValues(Double.init),
      groups: event.groups,
      unscored: isUnscored ? String(event.prediction.dropFirst(Self.unscoredMark.count)) : nil
    )
  }

  /// The outcome as it stands in the audit log.
  func event(
    run: String,
    benchmark: String,
    inputSHA256: Digest,
    microseconds: Int
  ) -> EvaluationItem {
    EvaluationItem(
      run: run,
      benchmark: benchmark,
      item: item,
      inputSHA256: inputSHA256,
      prediction: unscored.map { Self.unscoredMark + $0 } ?? prediction,
      scores: scores.mapValues { decimal($0) },
      groups: groups,
      microseconds: microseconds
    )
  }
}
