import SafetyCore

/// What the pieces of an answer make in the end.
struct CollectedAnswer: Sendable, Hashable {
  var text = ""
  /// What the model thought aloud, where the server tells it apart.
  var reasoning = ""
  var toolCalls: [ToolCall] = []
  var usage: TokenUsage?
  var finish = FinishReason.stop

  init() {}

  /// Takes all pieces of a stream.
  ///
  /// - Throws: What the stream throws.
  init(of pieces: AsyncThrowingStream<GenerationPiece, any Error>) async throws {
    for try await piece in pieces { take(piece) }
  }

  /// Adds what arrived.
  mutating func take(_ piece: GenerationPiece) {
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
