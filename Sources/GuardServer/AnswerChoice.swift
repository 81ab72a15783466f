import GenerationGuard
import SafetyCore

/// One answer of a request as far as it was let out.
struct AnswerChoice: Sendable {
  var text = ""
  /// Of the model's reasoning, where the policy lets it out.
  var reasoning = ""
  /// The guard's own words after it.
  var refusal = ""
  var calls: [ToolCall] = []
  var usage: TokenUsage?
  var finish = FinishReason.stop
  /// Nil until it has ended.
  var summary: GuardSummary?

  /// Adds what was let out.
  mutating func take(_ piece: GuardedPiece) {
    switch piece {
    case .text(let piece): text += piece
    case .refusal(let words): refusal += words
    case .toolCall(let call, _): calls.append(call)
    case .usage(let counted): usage = counted
    case .reasoning(let piece): reasoning += piece
    case .finished(let reason, let summary):
      finish = reason
      self.summary = summary
    }
  }

  /// Whether anybody knows how many tokens it took; what was not generated took none.
  var isCounted: Bool { usage != nil || isBlockedPrompt }

  /// Whether the prompt itself was refused, and nothing was generated.
  var isBlockedPrompt: Bool {
    guard let summary else { return false }
    return finish == .contentFilter && summary.action == .refuse && summary.stage.isBeforeAnswer
  }
}
