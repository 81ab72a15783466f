/// How the tokens of an answer are drawn; what is nil is drawn as the generator does it otherwise.
package struct GenerationSampling: Sendable, Hashable {
  /// 0 takes the likeliest token each time.
  package var temperature: Double?
  package var topP: Double?
  package var seed: UInt64?
  /// Added to the seed, so that several answers to one prompt differ.
  package var seedOffset: UInt64 = 0
  /// Strings that end the answer; the generator's own where empty.
  package var stops: [String]

  package init(
    temperature: Double? = nil,
    topP: Double? = nil,
    seed: UInt64? = nil,
    stops: [String] = []
  ) {
    self.temperature = temperature
    self.topP = topP
    self.seed = seed
    self.stops = stops
  }
}

/// What a generator is asked for.
package struct GenerationRequest: Sendable, Hashable {
  /// In order; the last is the person's or a tool's.
  package var messages: [ChatMessage]
  /// An instruction that goes before the conversation, beside what its system message says.
  package var addendum: String?
  package var maximumTokens: Int?
  /// Nil for the way that the generator was made with.
  package var sampling: GenerationSampling?
  /// Whether a program reads the answer, such as JSON, so that nothing may be put into it.
  package var isStructured = false
  /// What the model reads of the application beside messages: descriptions of tools and the like.
  package var applicationTexts: [String] = []
  /// Whether the last message is a text to be continued as it stands, without the form of a chat.
  package var isContinuation = false

  package init(_ messages: [ChatMessage], addendum: String? = nil, maximumTokens: Int? = nil) {
    self.messages = messages
    self.addendum = addendum
    self.maximumTokens = maximumTokens
  }
}

/// The port behind which a model stands: the engine of this package or a server elsewhere.
package protocol TextGenerator: Sendable {
  /// Names the model and its weights in records.
  var name: String { get }
  /// Of the model's files; nil where nobody computes it. It may take as long as reading them does.
  var digest: Digest? { get async throws }

  /// Begins an answer; it ends with `finished` or by throwing, and is given up by cancelling.
  func generate(_ request: GenerationRequest) -> AsyncThrowingStream<GenerationPiece, any Error>
}

extension TextGenerator {
  package var digest: Digest? { nil }
}
