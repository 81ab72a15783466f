import Synchronization

/// A client's connection, as far as answers must know of it: a client that is gone ends its answer.
final class ClientConnection: Sendable {
  /// The connection that the running task serves.
  @TaskLocal static var current = ClientConnection()

  private struct State {
    var isOver = false
    var isAnswering = false
    /// Cancels all that goes on; nil until something does.
    var cancel: (@Sendable () -> Void)?

    /// What is to be called now.
    var due: (@Sendable () -> Void)? { isOver && isAnswering ? cancel : nil }
  }

  private let state = Mutex(State())

  /// Does all the work of the connection, from its first request to its end.
  func serve(_ work: @escaping @Sendable () async -> Void) async {
    let task = Task {
      await Self.$current.withValue(self, operation: work)
    }
    let due = state.withLock { state in
      state.cancel = { task.cancel() }
      return state.due
    }
    due?()
    await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
  }

  /// Ends an answer on its way, now or as soon as one begins: the client hung up, or its time is over.
  func end() {
    let due = state.withLock { state in
      state.isOver = true
      return state.due
    }
    due?()
  }

  /// Works on an answer; when the connection is over, the task is cancelled.
  ///
  /// - Parameters:
  ///   - end: When the connection ends, be it that its client takes nothing and hangs up never.
  ///   - work: What is to be done.
  /// - Returns: What the work returns.
  /// - Throws: What the work throws; that is `CancellationError` when the connection is over.
  func answering<Value>(
    until end: ContinuousClock.Instant? = nil,
    _ work: () async throws -> Value
  ) async throws -> Value {
    setAnswering(true)
    defer { setAnswering(false) }
    let timer = end.map { end in
      Task {
        try await Task.sleep(until: end)
        self.end()
      }
    }
    defer { timer?.cancel() }
    return try await work()
  }

  private func setAnswering(_ isAnswering: Bool) {
    let due = state.withLock { state in
      state.isAnswering = isAnswering
      return state.due
    }
    due?()
  }
}
