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
    var lines = session.writer.events(
      session.choices,
      includesUsage: session.call.includesUsage
    )
    do {
      try await Self.write(lines.begin(), to: &writer)
      for piece in opening { try await Self.write(taken(piece, &lines), to: &writer) }
      while let event = try await events.next() {
        switch event {
        case .late, .over: break
        case .tick: try await Self.write(AnswerWriter.keepAlive, to: &writer)
        case .piece(let piece): try await Self.write(taken(piece, &lines), to: &writer)
        }
      }
      try Task.checkCancellation()
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      return try await Self.write(lines.fail(ServeFailure(model: error)), to: &writer)
    }
    try await Self.write(lines.end(), to: &writer)
  }

  /// Counts a piece and gives the events that say it.
  private func taken(
    _ piece: AnswerPieces.Piece,
    _ lines: inout any AnswerEventWriter
  ) -> [UInt8] {
    session.note(piece)
    return lines.take(piece.piece, of: piece.choice)
  }

  private static func write(
    _ bytes: [UInt8],
    to writer: inout any ResponseBodyWriter
  ) async throws {
    guard !bytes.isEmpty else { return }
    try await writer.write(ByteBuffer(bytes: bytes))
  }
}
