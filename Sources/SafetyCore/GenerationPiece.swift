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
