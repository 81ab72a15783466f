import Synchronization

/// Bounds the time that a piece of work is waited for, whether or not the work minds cancelling.
package enum Deadline {
  /// The time was over first.
  package struct Passed: Error {}

  /// Runs work and waits for it, but no longer than a limit; then it is cancelled.
  ///
  /// A task group would wait for work that does not mind cancelling, so the tasks are unstructured;
  /// both end by themselves or by the cancelling here.
  ///
  /// - Throws: `Passed`, `CancellationError`, or what the work throws.
  package static func run<Value: Sendable>(
    _ limit: Duration,
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let race = Race<Value>()
    let worker = Task {
      let result: Result<Value, any Error>
      do { result = .success(try await work()) } catch { result = .failure(error) }
      race.finish(result)
    }
    let timer = Task {
      // Cancelled when the work was faster.
      do { try await Task.sleep(for: limit) } catch { return }
      race.finish(.failure(Passed()))
    }
    defer {
      worker.cancel()
      timer.cancel()
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { race.wait($0) }
    } onCancel: {
      race.finish(.failure(CancellationError()))
    }
  }

  /// Hands the first result to the one who waits.
  private final class Race<Value: Sendable>: Sendable {
    private enum State {
      case running
      case waiting(CheckedContinuation<Value, any Error>)
      case finished(Result<Value, any Error>)
      case over
    }

    private let state = Mutex(State.running)

    func wait(_ continuation: CheckedContinuation<Value, any Error>) {
      let early: Result<Value, any Error>? = state.withLock { state in
        guard case .finished(let result) = state else {
          state = .waiting(continuation)
          return nil
        }
        state = .over
        return result
      }
      if let early { continuation.resume(with: early) }
    }

    func finish(_ result: Result<Value, any Error>) {
      let waiting: CheckedContinuation<Value, any Error>? = state.withLock { state in
        switch state {
        case .running:
          state = .finished(result)
          return nil
        case .waiting(let continuation):
          state = .over
          return continuation
        case .finished, .over: return nil
        }
      }
      waiting?.resume(with: result)
    }
  }
}
