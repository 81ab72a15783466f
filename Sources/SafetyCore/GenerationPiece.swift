/// A part of an answer.
package enum GenerationPiece: Sendable, Hashable {
  /// Whole Unicode scalars, as many as there are; how an answer is cut into pieces means nothing.
  case text(String)
  /// What the model writes for itself before it answers.
  case reasoning(String)
  case toolCall(ToolCallPiece)
  /// What the answer cost; comes before `finished`, where a generator knows.
  case usage(TokenUsage)
  /// The last piece.
  case finished(FinishReason)
}

/// A part of a call of a tool; arguments arrive bit by bit.
package struct ToolCallPiece: Sendable, Hashable {
  /// Which call of the answer it belongs to, from zero.
  package var index: Int
  /// Comes with the first piece of a call.
  package var id: String?
  /// Comes with the first piece of a call.
  package var name: String?
  /// What is added to the arguments.
  package var arguments: String

  package init(index: Int, id: String? = nil, name: String? = nil, arguments: String) {
    self.index = index
    self.id = id
    self.name = name
    self.arguments = arguments
  }
}

/// How many tokens a generator read and wrote.
package struct TokenUsage: Sendable, Hashable {
  package var prompt: Int
  package var completion: Int

  package init(prompt: Int, completion: Int) {
    self.prompt = prompt
    self.completion = completion
  }
}

/// Why an answer ended.
package enum FinishReason: String, Sendable, Hashable, CaseIterable {
  case stop
  case length
  case toolCalls = "tool_calls"
  case contentFilter = "content_filter"
}
