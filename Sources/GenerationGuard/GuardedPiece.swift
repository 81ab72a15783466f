import SafetyCore

/// A part of a guarded answer.
package enum GuardedPiece: Sendable, Equatable {
  case text(String)
  /// The guard's own words in place of an answer, or of its rest.
  case refusal(String)
  /// Of the model's reasoning, where the policy lets it out.
  case reasoning(String)
  /// A whole call, after it was looked at; its place among the answer's calls, from zero.
  case toolCall(ToolCall, index: Int)
  case usage(TokenUsage)
  case finished(FinishReason, GuardSummary)
}
