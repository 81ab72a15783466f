import CorpusFiltering
import Diagnostics
import GemmaInference
import ReportPages

/// How likely a model finds a text, token by token.
package struct TextScore: Sendable {
  package let tokens: [Int32]
  /// Natural logarithms, of every token but the first.
  package let logProbabilities: [Double]
  /// Tokens at the beginning that are not summed.
  package let contextTokens: Int

  /// Over the tokens behind the context.
  package var sum: Double { logProbabilities.dropFirst(contextTokens - 1).reduce(0, +) }

  /// The score as one JSON object.
  package var json: ReportValue {
    .object([
      "format": .string("gemma-safety.score/1"),
      "token_ids": .array(tokens.map { .integer(Int($0)) }),
      "token_logprobs": .array(logProbabilities.map { .number($0) }),
      "context_tokens": .integer(contextTokens),
      "sum_logprob": .number(sum),
    ])
  }
}

extension LoadedModel {
  /// Scores a text or its tokens.
  ///
  /// - Parameters:
  ///   - prompt: What is scored.
  ///   - contextTokens: How many tokens at the beginning are given and not summed, at least one.
  /// - Returns: A number for each token but the first.
  /// - Throws: `score/context` where no token is left to sum, what computing throws.
  package func score(
    _ prompt: GenerationSettings.Prompt,
    contextTokens: Int
  ) throws -> TextScore {
    let tokens = try tokens(of: prompt)
    guard contextTokens >= 1, contextTokens < tokens.count else {
      throw Diagnostic(
        "score/context",
        "none of \(tokens.count) tokens is left to score behind \(contextTokens) that are given",
        hint: "give a longer text, or fewer tokens of context, at least 1"
      )
    }
    let scorer = try ContinuationScorer(engine, capacity: tokens.count)
    return TextScore(
      tokens: tokens,
      logProbabilities: try scorer.logProbabilities(of: tokens),
      contextTokens: contextTokens
    )
  }
}
