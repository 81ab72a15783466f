import Hummingbird

/// The answers of a session as events, with comments while nothing can be written.
struct AnswerStream: Sendable {
  private let session: AnswerSession
  private let events: AnswerEvents
  /// What came before the head of the response was written.
  private let opening: [AnswerPieces.Piece]

  /// Waits for the first piece, but no longer than until a comment is due.
  ///
  /// - Throws: What the model throws before its first piece; `ServeFailure.timeout`.
  init(
    _ session: AnswerSession,
    until end: ContinuousClock.Instant,
    keepAlive seconds: Double
  ) async throws {
    self.session = session
    events = AnswerEvents(session.pieces, until: end, keepAlive: .seconds(seconds))
    var opening: [AnswerPieces.Piece] = []
    waiting: while case .piece(let piece)? = try await events.next() {
      opening.append(piece)
      switch piece.piece {
      case .refusal, .usage: continue
      case .text, .reasoning, .toolCall, .finished: break waiting
      }
    }
    self.opening = opening
  }

  /// Whether the prompt was refused, so that nothing was generated.
  var isBlockedPrompt: Bool {
    var choice = AnswerChoice()
    for piece in opening where piece.choice == 0 { choice.take(piece.piece) }
    return choice.isBlockedPrompt
  }

  /// Writes all events to the end; a model that fails is an event too.
  ///
  /// - Throws: When the client is gone.
  func write(to writer: inout any ResponseBodyWriter) async throws {
    var state = State(choices: [AnswerChoice](repeating: .init(), count: session.choices))
    do {
      for piece in opening { try await writer.write(bytes(piece, &state)) }
      while let event = try await events.next() {
        switch event {
        case .late, .over: break
        case .tick: try await writer.write(ByteBuffer(bytes: AnswerWriter.keepAlive))
        case .piece(let piece): try await writer.write(bytes(piece, &state))
        }
      }
      try Task.checkCancellation()
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      return try await writer.write(
        ByteBuffer(bytes: AnswerWriter.failure(ServeFailure(model: error)))
      )
    }
    var rest = session.call.includesUsage ? session.writer.usageEvent(state.choices) : []
    rest += AnswerWriter.done
    try await writer.write(ByteBuffer(bytes: rest))
  }

  private struct State {
    var choices: [AnswerChoice]
    var opened = -1
  }

  private func bytes(_ piece: AnswerPieces.Piece, _ state: inout State) -> ByteBuffer {
    let (writer, index) = (session.writer, piece.choice)
    session.note(piece)
    var out: [UInt8] = []
    if state.opened < index {
      state.opened = index
      out += writer.opening(index)
    }
    let calls = state.choices[index].calls.count
    state.choices[index].take(piece.piece)
    switch piece.piece {
    case .text(let text): out += writer.text(text, index)
    case .refusal(let words): out += writer.refusal(words, index)
    case .toolCall(let call, _): out += writer.call(call, calls, index)
    case .reasoning(let text): out += writer.reasoning(text, index)
    case .usage: break
    case .finished: out += writer.finish(state.choices[index], index)
    }
    return ByteBuffer(bytes: out)
  }
}
