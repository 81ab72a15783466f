import Diagnostics
import Glibc

/// Measures how likely a model finds each text, from its beginning.
struct PerplexityProtocol: EvaluationProtocol {
  let batchSize = 16
  private let method: PerplexityMethod

  init(_ method: PerplexityMethod) { self.method = method }

  func inputs(of record: BenchmarkRecord) throws -> [String] {
    let text = try method.text.render(record)
    guard !text.isEmpty else { throw record.problem("benchmark/bad-row", "the text is empty") }
    return [text]
  }

  func verdicts(
    on records: [BenchmarkRecord],
    by models: EvaluationModels
  ) async throws -> [ItemVerdict] {
    let model = try models.needLikelihood()
    let requests = try records.map {
      LikelihoodRequest(context: "", continuations: [try method.text.render($0)])
    }
    return try await model.likelihoods(of: requests).map { answers in
      guard let answer = answers.first else { return .tooLong }
      guard answer.tokens > 0, answer.logLikelihood.isFinite else {
        return ItemVerdict(prediction: "", scores: [:], unscored: "no-finite-likelihood")
      }
      let mean = answer.logLikelihood / Double(answer.tokens)
      return ItemVerdict(
        prediction: "scored",
        scores: ["ll": answer.logLikelihood, "ll_per_token": mean, "perplexity": exp(-mean)]
      )
    }
  }
}
