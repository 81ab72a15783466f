import GemmaInference
import SafetyCore
import SafetyEvaluation
import Synchronization

/// A native model as a generator of text, on a queue of its own, off the shared pool of tasks.
///
/// Answers take turns, a token each, whoever asks next; each has a session of its own.
package actor ModelWorker: TextGenerator {
  private let executor = QueueExecutor(label: "gemma-safety.model")
  let model: LoadedModel
  private let sampling: GenerationSettings
  private var scorer: LikelihoodScorer?
  private var guidelines: GuidelineScorer?
  private var answers: [Int: NativeAnswer] = [:]
  /// Answers that nobody asks for any more; their sessions go with the next call.
  private let abandoned = AbandonedAnswers()
  private static let numbers = Atomic(0)

  package nonisolated let name: String
  package nonisolated let digest: Digest?

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// Opens a model.
  ///
  /// - Parameters:
  ///   - model: As `ModelLibrary.path` takes it; nil for the shipped one.
  ///   - precision: In what weights are kept.
  ///   - cache: In what keys and values are kept.
  ///   - threads: How many compute.
  ///   - sampling: How tokens are drawn, and the most tokens of an answer; its prompt is not used.
  ///   - digest: Of the model's files; nil to hash them, which takes a second for a gigabyte or two.
  /// - Throws: A diagnostic that names file and field or tensor.
  package init(
    _ model: String?,
    precision: ModelPrecision,
    cache: ModelCacheFormat = .float32,
    threads: Int,
    sampling: GenerationSettings,
    digest: Digest? = nil
  ) throws {
    let loaded = try LoadedModel(model, precision: precision, cache: cache, threads: threads)
    let path = loaded.path
    name = path.split(separator: "/").last.map(String.init) ?? path
    self.digest = try digest ?? ModelDigest(of: path).root
    self.sampling = sampling
    self.model = loaded
  }

  /// Reads all weights now, so that what is damaged is known before anybody asks.
  ///
  /// - Throws: What reading weights throws.
  package func prepare() throws { try model.engine.prepare() }

  package nonisolated func generate(
    _ request: SafetyCore.GenerationRequest
  ) -> AsyncThrowingStream<GenerationPiece, any Error> {
    let ticket = AnswerTicket(
      number: Self.numbers.wrappingAdd(1, ordering: .relaxed).oldValue,
      abandoned: abandoned
    )
    return AsyncThrowingStream { try await self.next(ticket.number, request) }
  }

  /// The next piece of an answer, which begins with the first; nil after the last.
  private func next(
    _ number: Int,
    _ request: SafetyCore.GenerationRequest
  ) throws -> GenerationPiece? {
    for number in abandoned.take() { answers[number] = nil }
    let answer: NativeAnswer
    if let begun = answers[number] {
      answer = begun
    } else {
      answer = try NativeAnswer(model, request, sampling)
      answers[number] = answer
    }
    return try answer.next()
  }
}

extension ModelWorker: LikelihoodModel {
  package func likelihoods(
    of requests: [LikelihoodRequest]
  ) throws -> [[ContinuationLikelihood]] {
    let scorer = try scorer ?? LikelihoodScorer(model)
    self.scorer = scorer
    return try scorer.likelihoods(of: requests)
  }
}

extension ModelWorker {
  /// The probability of `Yes` against `No` behind ShieldGemma's prompt.
  func violation(of guideline: String, question: String, answer: String) throws -> Double {
    let scorer = try guidelines ?? GuidelineScorer(model)
    guidelines = scorer
    return try scorer.shares(of: [guideline], question: question, answer: answer)[0]
  }
}
