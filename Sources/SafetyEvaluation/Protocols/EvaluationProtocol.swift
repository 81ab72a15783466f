/// How the items of a benchmark are put to a model and what its answers come to.
package protocol EvaluationProtocol: Sendable {
  /// How many items are put together in one call of `verdicts`.
  var batchSize: Int { get }

  /// All that the model is asked for an item, in order; its digest stands in the audit log.
  ///
  /// It is called for every item before the first is evaluated, so that a bad row stops a run early.
  ///
  /// - Throws: A diagnostic placed at the record.
  func inputs(of record: BenchmarkRecord) throws -> [String]

  /// Evaluates items.
  ///
  /// - Parameters:
  ///   - records: At most `batchSize`.
  ///   - models: What may be asked.
  /// - Returns: A verdict for each record, in order.
  /// - Throws: Where the evaluation cannot go on; an item that gave nothing is a verdict.
  func verdicts(
    on records: [BenchmarkRecord],
    by models: EvaluationModels
  ) async throws -> [ItemVerdict]
}

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
