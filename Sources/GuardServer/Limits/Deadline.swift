/// Ends work that takes too long.
enum Deadline {
  /// Runs work, or cancels it and throws once the time is over.
  static func within<Value: Sendable>(
    _ seconds: Double,
    else failure: ServeFailure,
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
      group.addTask(operation: work)
      group.addTask {
        try await Task.sleep(for: .seconds(seconds))
        throw failure
      }
      defer { group.cancelAll() }
      guard let value = try await group.next() else { throw failure }
      return value
    }
  }
}
