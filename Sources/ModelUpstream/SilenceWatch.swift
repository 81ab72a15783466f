import Synchronization

/// Ends waits for a server that is silent; one clock for all of them, so that no piece needs a timer.
final class SilenceWatch: Sendable {
  /// Nothing came in time.
  struct Passed: Error {}

  private struct Wait {
    let end: ContinuousClock.Instant
    let cancel: @Sendable () -> Void
  }

  private struct State {
    /// By number, in the order in which they began, which is that of their ends too.
    var waits: [Int: Wait] = [:]
    var count = 0
    var isWatching = false
  }

  private let seconds: Double
  private let state = Mutex(State())

  init(seconds: Double) { self.seconds = seconds }

  /// Waits for a task that minds cancelling, but no longer than the server may be silent.
  ///
  /// - Throws: `Passed`, `CancellationError`, or what the task throws.
  func wait<Value: Sendable>(for task: Task<Value, any Error>) async throws -> Value {
    let number = begin { task.cancel() }
    do {
      let value = try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        task.cancel()
      }
      _ = end(number)
      return value
    } catch {
      guard end(number) || Task.isCancelled else { throw Passed() }
      throw error
    }
  }

  private func begin(_ cancel: @escaping @Sendable () -> Void) -> Int {
    let (number, isFirst) = state.withLock { state in
      state.count += 1
      state.waits[state.count] = Wait(end: .now + .seconds(seconds), cancel: cancel)
      defer { state.isWatching = true }
      return (state.count, !state.isWatching)
    }
    if isFirst {
      Task { [weak self] in
        while let next = self?.endSilentWaits() { try? await Task.sleep(until: next) }
      }
    }
    return number
  }

  /// Tells whether a wait was still on.
  private func end(_ number: Int) -> Bool {
    state.withLock { $0.waits.removeValue(forKey: number) != nil }
  }

  /// Ends the waits whose time is over; tells when that of the next one is, nil where nobody waits.
  private func endSilentWaits() -> ContinuousClock.Instant? {
    let (over, next) = state.withLock { state in
      let now = ContinuousClock.now
      let over = state.waits.filter { $0.value.end <= now }
      for number in over.keys { state.waits[number] = nil }
      let next = state.waits.values.map(\.end).min()
      state.isWatching = next != nil
      return (over.values.map(\.cancel), next)
    }
    for cancel in over { cancel() }
    return next
  }
}
