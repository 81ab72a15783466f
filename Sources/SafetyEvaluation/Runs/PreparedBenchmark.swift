import Diagnostics
import SafetyCore

/// A benchmark that is ready to run: its items chosen, every prompt rendered once.
package struct PreparedBenchmark: Sendable {
  package let description: BenchmarkDescription
  /// In the order of the files.
  package let records: [BenchmarkRecord]
  package let dataSHA256: Digest
  package let method: any EvaluationProtocol
  private let groups: [[String: String]]
  private let inputDigests: [Digest]

  /// Chooses items and checks each of them, so that a bad row stops a run before it begins.
  ///
  /// - Parameters:
  ///   - loaded: The whole set.
  ///   - limit: At most about so many items, drawn by the seed; clusters stay whole.
  ///   - seed: Of the draw.
  ///   - method: The protocol, where it needs more than its settings.
  /// - Throws: A diagnostic with file and line of the row.
  package init(
    _ loaded: LoadedBenchmark,
    limit: Int?,
    seed: Int,
    method: (any EvaluationProtocol)? = nil
  ) throws {
    let description = loaded.description
    self.description = description
    dataSHA256 = loaded.dataSHA256
    records = try EvaluationSample.draw(from: loaded, limit: limit, seed: seed)
    let method =
      try method
      ?? description.method.makeProtocol(
        examples: loaded.examples,
        seed: seed
      )
    self.method = method
    groups = try records.map { record in
      try description.groups.mapValues { try $0.render(record) }
    }
    inputDigests = try records.map { record in
      let inputs = try method.inputs(of: record)
      return Digest.sha256(CanonicalValue.array(inputs.map { .string($0) }).canonicalJSON)
    }
    try checkValues()
  }

  /// The outcome of an item and the digest of what was asked.
  func outcome(of index: Int, _ verdict: ItemVerdict) throws -> (ItemOutcome, Digest) {
    var scores = verdict.scores
    if verdict.unscored == nil { scores.merge(try values(records[index])) { own, _ in own } }
    return (
      ItemOutcome(
        item: records[index].id,
        prediction: verdict.prediction,
        scores: scores,
        groups: groups[index],
        unscored: verdict.unscored
      ), inputDigests[index]
    )
  }

  private func values(_ record: BenchmarkRecord) throws -> [String: Double] {
    try description.values.mapValues { template in
      guard let number = Double(try template.render(record)), number.isFinite else {
        throw record.problem("benchmark/bad-row", "`\(template.text)` is no number")
      }
      return number
    }
  }

  private func checkValues() throws { for record in records { _ = try values(record) } }
}

extension EvaluationMethod {
  /// The protocol at work.
  ///
  /// - Parameters:
  ///   - examples: Worked examples, for protocols that show some.
  ///   - seed: Of what the protocol draws by chance.
  /// - Returns: What asks and scores.
  /// - Throws: Where the settings cannot be used.
  func makeProtocol(examples: WorkedExamples, seed: Int) throws -> any EvaluationProtocol {
    switch self {
    case .choices(let method): ChoiceProtocol(method, examples: examples)
    case .perplexity(let method): PerplexityProtocol(method)
    case .answers(let method): AnswerProtocol(method, examples: examples, seed: seed)
    case .classification(let method): ClassificationProtocol(method)
    }
  }
}
