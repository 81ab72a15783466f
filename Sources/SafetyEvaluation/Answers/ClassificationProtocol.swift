import Diagnostics

/// Has a classifier score labelled texts; no model is asked.
struct ClassificationProtocol: EvaluationProtocol {
  let batchSize = 64
  private let method: ClassificationMethod

  init(_ method: ClassificationMethod) { self.method = method }

  func inputs(of record: BenchmarkRecord) throws -> [String] {
    let truth = try method.truth(of: record)
    return [try method.text.render(record), truth.map { $0 ? "1" : "0" } ?? ""]
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
      guard let truth = try method.truth(of: records[index]) else {
        return ItemVerdict(prediction: "", scores: [:], unscored: "no-label")
      }
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
