/// What a person asks of a model.
package struct GenerationSettings: Sendable {
  /// What the answer continues.
  package enum Prompt: Sendable, Hashable {
    case text(String)
    /// One question in the form of the model's chat template.
    case chat(String)
    case tokens([Int])
  }

  package var prompt: Prompt
  package var maximumTokens = 256
  /// Room for prompt and answer together; nil for what they need, at most the model's.
  package var context: Int?
  package var temperature: Double = 0
  package var topK = 0
  package var topP: Double = 1
  package var minP: Double = 0
  package var repetitionPenalty: Double = 1
  /// Added to the logits of some tokens.
  package var logitBias: [Int: Double] = [:]
  package var seed: UInt64 = 0
  /// Strings that end the answer.
  package var stops: [String] = []
  /// Tokens that end it beside the model's own.
  package var stopTokens: [Int] = []
  /// Whether the model's own end tokens are passed over.
  package var ignoresEnd = false
  /// How many alternatives are told for each token; nil for none and no probabilities.
  package var logProbabilities: Int?

  package init(_ prompt: Prompt) { self.prompt = prompt }
}
