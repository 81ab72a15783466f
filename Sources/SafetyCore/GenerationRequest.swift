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
