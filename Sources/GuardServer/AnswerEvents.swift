import AsyncAlgorithms
import Synchronization

/// Pieces and ticks of a clock, whichever comes first; nothing is generated ahead of what is asked.
actor AnswerEvents {
  enum Event: Sendable {
    case piece(AnswerPieces.Piece)
    case tick
    /// The time for the whole answer is over.
    case late
    case over
  }

  typealias Merged = AsyncMerge2Sequence<
    AsyncThrowingStream<Event, any Error>, AsyncThrowingStream<Event, any Error>
  >

  private var iterator: Merged.Iterator

  init(_ pieces: AnswerPieces, until end: ContinuousClock.Instant, keepAlive pause: Duration) {
    let ended = EndMark()
    let events = AsyncThrowingStream<Event, any Error> {
      if let piece = try await pieces.next() { return .piece(piece) }
      return ended.isFirst() ? .over : nil
    }
    iterator = merge(events, Self.ticks(until: end, pause)).makeAsyncIterator()
  }

  /// Comments are due as long as there is time, and then the end is.
  private static func ticks(
    until end: ContinuousClock.Instant,
    _ pause: Duration
  ) -> AsyncThrowingStream<Event, any Error> {
    AsyncThrowingStream {
      let next = ContinuousClock.now + pause
      try await Task.sleep(until: min(next, end))
      return next < end ? .tick : .late
    }
  }

  /// The next event, nil after the last piece.
  ///
  /// - Throws: What the model throws; `ServeFailure.timeout`.
  func next() async throws -> Event? {
    var iterator = iterator
    let event = try await iterator.next(isolation: self)
    self.iterator = iterator
    switch event {
    case .over?: return nil
    case .late?: throw ServeFailure.timeout
    default: return event
    }
  }
}

/// Tells the first call from all others.
private final class EndMark: Sendable {
  private let hasBeen = Mutex(false)

  func isFirst() -> Bool {
    hasBeen.withLock { hasBeen in
      defer { hasBeen = true }
      return !hasBeen
    }
  }
}
