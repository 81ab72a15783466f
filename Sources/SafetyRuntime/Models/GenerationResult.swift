import CorpusFiltering
import GemmaInference
import ReportPages

/// An answer and how long it took.
package struct GenerationResult: Sendable {
  /// Times in seconds and what was done in them.
  package struct Timings: Sendable {
    /// Opening the model until the first token could be read.
    package var load: Double
    package var promptTokens: Int
    package var prompt: Double
    package var generatedTokens: Int
    package var generated: Double

    /// Of all but the last, which is read together with the first of the answer.
    package var promptRate: Double { prompt > 0 ? Double(max(0, promptTokens - 1)) / prompt : 0 }
    package var generatedRate: Double { generated > 0 ? Double(generatedTokens) / generated : 0 }
  }

  /// Nil where the model has no tokenizer.
  package var text: String?
  package var tokens: [GeneratedToken] = []
  package var finish = StopReason.length
  package var timings: Timings

  /// The answer as one JSON object.
  package var json: ReportValue {
    var members: [ReportValue.Member] = [
      .init(name: "format", value: .string("gemma-safety.generation/1")),
      .init(name: "text", value: text.map { .string($0) } ?? .null),
      .init(name: "token_ids", value: .array(tokens.map { .integer(Int($0.id)) })),
      .init(name: "finish_reason", value: .string(finish.rawValue)),
    ]
    if tokens.contains(where: { $0.logProbability != nil }) {
      members.append(.init(name: "logprobs", value: .array(tokens.map(Self.probabilities))))
    }
    members.append(
      .init(
        name: "timings",
        value: .object([
          "load_seconds": .rounded(timings.load),
          "prompt_tokens": .integer(timings.promptTokens),
          "prompt_seconds": .rounded(timings.prompt),
          "prompt_tokens_per_second": .rounded(timings.promptRate),
          "generated_tokens": .integer(timings.generatedTokens),
          "generated_seconds": .rounded(timings.generated),
          "generated_tokens_per_second": .rounded(timings.generatedRate),
        ])
      )
    )
    return .members(members)
  }

  private static func probabilities(_ token: GeneratedToken) -> ReportValue {
    .object([
      "token_id": .integer(Int(token.id)),
      "logprob": .optional(token.logProbability),
      "top": .array(
        token.alternatives.map {
          .object(["token_id": .integer(Int($0.id)), "logprob": .number($0.logProbability)])
        }
      ),
    ])
  }
}
