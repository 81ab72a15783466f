import Synchronization

/// Measures what the guard adds before the first piece of an answer, and how long it holds text back.
final class GuardTiming: Sendable {
  private struct Times {
    var start = ContinuousClock.now
    var asked: ContinuousClock.Instant?
    var received: ContinuousClock.Instant?
    var released: ContinuousClock.Instant?
    /// When the first piece came after which nothing has been let out yet.
    var holding: ContinuousClock.Instant?
    var longestHold = Duration.zero
  }

  private let times = Mutex(Times())

  /// The model was asked.
  func noteQuestion() { times.withLock { $0.asked = $0.asked ?? .now } }

  /// The model gave a piece.
  func notePiece() {
    times.withLock { times in
      let now = ContinuousClock.now
      times.received = times.received ?? now
      times.holding = times.holding ?? now
    }
  }

  /// A piece was let out.
  func noteRelease() {
    times.withLock { times in
      let now = ContinuousClock.now
      times.released = times.released ?? now
      guard let holding = times.holding else { return }
      times.longestHold = max(times.longestHold, now - holding)
      times.holding = nil
    }
  }

  /// The longest time in which nothing was let out though text had come; it begins anew.
  func takeLongestHold() -> Duration {
    times.withLock { times in
      defer { (times.holding, times.longestHold) = (nil, .zero) }
      return times.longestHold
    }
  }

  /// Screening before the model was asked, and holding after its first piece; nil without one.
  var added: Duration? {
    times.withLock { times in
      guard let asked = times.asked, let received = times.received, let released = times.released
      else { return nil }
      return (asked - times.start) + (released - received)
    }
  }
}
