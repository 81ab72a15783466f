import SafetyCore

/// A whole answer.
package struct UpstreamAnswer: Sendable, Hashable {
  package var text = ""
  /// What the model thought aloud, where the server tells it apart.
  package var reasoning = ""
  package var toolCalls: [ToolCall] = []
  package var usage: TokenUsage?
  package var finish = FinishReason.stop

  package init() {}

  /// Adds what arrived.
  package mutating func take(_ piece: GenerationPiece) {
    switch piece {
    case .text(let piece): text += piece
    case .reasoning(let piece): reasoning += piece
    case .toolCall(let call):
      toolCalls.append(
        ToolCall(id: call.id ?? "", name: call.name ?? "", arguments: call.arguments)
      )
    case .usage(let counted): usage = counted
    case .finished(let reason): finish = reason
    }
  }
}
