import Diagnostics
import GemmaInference
import SafetyEvaluation
import Tokenization

/// Scores texts as an evaluation asks for them: cut into tokens together, contexts read once.
final class LikelihoodScorer {
  private let model: LoadedModel
  private let encoder: TokenEncoder
  private var scorer: ContinuationScorer?
  private var capacity = 0

  /// - Throws: `model/no-tokenizer`.
  init(_ model: LoadedModel) throws {
    self.model = model
    encoder = try model.spelled().makeEncoder(readsSpecialTokens: false)
  }

  /// A continuation in tokens, with the context that stands in front of it.
  private struct Question {
    var context: [Int32]
    var continuation: [Int32]
  }

  /// Scores the continuations of several contexts; those that share theirs are read together.
  ///
  /// - Returns: For each request its likelihoods; none where it is too long for the model.
  func likelihoods(of requests: [LikelihoodRequest]) throws -> [[ContinuationLikelihood]] {
    let limit = model.engine.model.configuration.maximumPositions
    var answers = requests.map { _ in [ContinuationLikelihood]() }
    var waiting: [(request: Int, question: Question)] = []
    for (index, request) in requests.enumerated() {
      let questions = try questions(of: request)
      guard questions.allSatisfy({ $0.context.count + $0.continuation.count <= limit }) else {
        continue
      }
      for question in questions {
        if let first = waiting.first, first.question.context != question.context {
          try score(waiting, into: &answers)
          waiting = []
        }
        waiting.append((index, question))
      }
    }
    try score(waiting, into: &answers)
    return answers
  }

  private func score(
    _ waiting: [(request: Int, question: Question)],
    into answers: inout [[ContinuationLikelihood]]
  ) throws {
    guard let context = waiting.first?.question.context else { return }
    let longest = waiting.map(\.question.continuation.count).max() ?? 0
    let scorer = try scorer(for: context.count + longest)
    let scores = try scorer.scores(of: waiting.map(\.question.continuation), after: context)
    for (entry, score) in zip(waiting, scores) {
      answers[entry.request].append(
        ContinuationLikelihood(
          logLikelihood: score.logLikelihood,
          tokens: score.tokenLogProbabilities.count
        )
      )
    }
  }

  /// A scorer with room for so many tokens, made anew where the one there is too small.
  private func scorer(for tokens: Int) throws -> ContinuationScorer {
    if let scorer, capacity >= tokens { return scorer }
    var room = 256
    while room < tokens { room *= 2 }
    capacity = min(room, max(tokens, model.engine.model.configuration.maximumPositions))
    let made = try ContinuationScorer(model.engine, capacity: capacity)
    scorer = made
    return made
  }

  /// Cuts context and continuations into tokens the way lm-evaluation-harness does.
  ///
  /// Space at the end of a context belongs to the continuation; both are cut as one text, and what is
  /// behind the context's own tokens is the continuation.
  private func questions(of request: LikelihoodRequest) throws -> [Question] {
    let begin = model.engine.model.configuration.beginToken
    var context = request.context[...]
    while context.last?.isWhitespace ?? false { context.removeLast() }
    let space = request.context[context.endIndex...]
    let head = [begin] + (context.isEmpty ? [] : encoder.encode(String(context)).ids)
    return try request.continuations.map { continuation in
      let whole = [begin] + encoder.encode("\(context)\(space)\(continuation)").ids
      guard whole.count > head.count else {
        throw Diagnostic(
          "evaluate/no-token",
          "a choice is no token of its own behind its question",
          hint: "change `delimiter` or `choices` of the benchmark's description"
        )
      }
      return Question(context: head, continuation: Array(whole[head.count...]))
    }
  }
}
