import Diagnostics
import SafetyCore

/// Settings of the protocol that measures a classifier itself.
package struct ClassificationMethod: Sendable, Hashable {
  package var text: TextTemplate
  /// What the labels say of the text; one that a record has not says nothing.
  package var truths: [TextTemplate]
  /// Values that mean that the classifier should flag; one label with one of them is enough.
  package var positives: [String]
  /// The classifier's label; the highest of all where it is `any`.
  package var label: String
  package var threshold: Double
}

/// Has a classifier score labelled texts; no model is asked.
struct ClassificationProtocol: EvaluationProtocol {
  let batchSize = 64
  private let method: ClassificationMethod

  init(_ method: ClassificationMethod) { self.method = method }

  func inputs(of record: BenchmarkRecord) throws -> [String] {
    [try method.text.render(record), try isPositive(record) ? "1" : "0"]
  }

  private func isPositive(_ record: BenchmarkRecord) throws -> Bool {
    let values = method.truths.compactMap { try? $0.render(record) }
    guard !values.isEmpty || method.truths.count > 1 else {
      throw record.problem("benchmark/missing-field", "the record has no label")
    }
    return values.contains { method.positives.contains($0) }
  }

  func verdicts(
    on records: [BenchmarkRecord],
    by models: EvaluationModels
  ) async throws -> [ItemVerdict] {
    let classifier = try models.needClassifier()
    let texts = try records.map { try method.text.render($0) }
    let scores = try AnswerScores(classifier, label: method.label).scores(of: texts)
    guard scores.count == records.count else {
      throw Diagnostic(
        "evaluate/protocol",
        "the classifier gave \(scores.count) scores for \(records.count) texts"
      )
    }
    return try zip(records.indices, scores).map { index, score in
      guard score.isFinite else {
        return ItemVerdict(prediction: "", scores: [:], unscored: "no-finite-score")
      }
      let truth = try isPositive(records[index])
      return Self.verdict(score, isFlagged: score >= method.threshold, truth)
    }
  }

  private static func verdict(_ score: Double, isFlagged: Bool, _ truth: Bool) -> ItemVerdict {
    func one(_ holds: Bool) -> Double { holds ? 1 : 0 }
    return ItemVerdict(
      prediction: isFlagged ? "flagged" : "passed",
      scores: [
        "score": score, "flagged": one(isFlagged), "correct": one(isFlagged == truth),
        "true_positive": one(isFlagged && truth), "false_positive": one(isFlagged && !truth),
        "false_negative": one(!isFlagged && truth), "positive": one(truth),
      ]
    )
  }
}
