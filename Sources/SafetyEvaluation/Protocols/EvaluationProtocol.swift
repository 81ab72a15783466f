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
