import GemmaInference
import SafetyCore
import SafetyEvaluation
import Synchronization

/// A native model as a generator of text, on a queue of its own, off the shared pool of tasks.
///
/// All answers on their way go on side by side, a token each in a step, so that weights are fetched
/// once for all; each has a session of its own and is word for word what it would be alone.
package actor ModelWorker: TextGenerator {
  private let executor = QueueExecutor(label: "gemma-safety.model")
  let model: LoadedModel
  private let sampling: GenerationSettings
  private var scorer: LikelihoodScorer?
  private var guidelines: GuidelineScorer?
  /// By number, in the order in which they began.
  private var answers: [(number: Int, answer: NativeAnswer)] = []
  /// Steps so far; in each the weights are fetched once.
  package private(set) var steps = 0
  /// Answers that nobody asks for any more; their sessions go with the next call.
  private let abandoned = AbandonedAnswers()
  private static let numbers = Atomic(0)

  package nonisolated let name: String
  private let files: ConcurrentDigest

  /// Of the model's files, which are hashed while the model is at work already.
  package nonisolated var digest: Digest? { get async throws { try await files.value } }

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
  ///   - digest: Of the model's files; nil to hash them meanwhile.
  /// - Throws: A diagnostic that names file and field or tensor.
  package init(
    _ model: String?,
    precision: ModelPrecision,
    cache: ModelCacheFormat = .float32,
    threads: Int,
    sampling: GenerationSettings,
    digest: Digest? = nil
  ) throws {
    let path = try ModelLibrary.path(of: model)
    // Before anything is read of them, so that what is hashed is what the model was made of.
    let inventory = try ModelInventory(path)
    let loaded = try LoadedModel(model, precision: precision, cache: cache, threads: threads)
    name = path.split(separator: "/").last.map(String.init) ?? path
    files = digest.map { ConcurrentDigest($0) } ?? ConcurrentDigest()
    self.sampling = sampling
    self.model = loaded
    if digest == nil { files.begin(path, inventory) }
  }

  /// Reads all weights now, so that what is damaged is known before anybody asks.
  ///
  /// - Throws: What reading weights throws.
  func prepare() throws { try model.engine.prepare() }

  package nonisolated func generate(
    _ request: GenerationRequest
  ) -> AsyncThrowingStream<GenerationPiece, any Error> {
    let ticket = AnswerTicket(
      number: Self.numbers.wrappingAdd(1, ordering: .relaxed).oldValue,
      abandoned: abandoned
    )
    return AsyncThrowingStream { try await self.next(ticket.number, request) }
  }

  /// The next piece of an answer, which begins with the first; nil after the last.
  ///
  /// Whoever finds nothing computed goes a step on for everybody; the others find theirs waiting.
  private func next(
    _ number: Int,
    _ request: GenerationRequest
  ) async throws -> GenerationPiece? {
    let answer = try begun(number, request)
    while true {
      if let piece = try answer.takePiece() { return piece }
      guard !answer.isOver else { return nil }
      try Task.checkCancellation()
      step()
      // Those whose piece is there take it before the next step.
      await Task.yield()
    }
  }

  private func begun(
    _ number: Int,
    _ request: GenerationRequest
  ) throws -> NativeAnswer {
    let gone = Set(abandoned.take())
    if !gone.isEmpty { answers.removeAll { gone.contains($0.number) } }
    if let begun = answers.first(where: { $0.number == number }) { return begun.answer }
    let answer = try NativeAnswer(model, request, sampling)
    answers.append((number, answer))
    return answer
  }

  /// Computes a token for each answer that has none waiting, and reads on in one prompt.
  private func step() {
    let some = answers.map(\.answer).filter { $0.unfinished != nil }
    let tokens = some.compactMap(\.unfinished)
    guard !tokens.isEmpty else { return }
    steps += 1
    let isAlone = answers.count { !$0.answer.isOver } == 1
    let results = model.engine.advance(
      tokens,
      promptRows: isAlone ? GemmaEngine.standardChunk : Self.promptRows
    )
    for (answer, result) in zip(some, results) { answer.take(result) }
  }

  /// Tokens of a prompt that others wait for at a time.
  private static let promptRows = 64
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
