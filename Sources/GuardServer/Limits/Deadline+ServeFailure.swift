import GenerationGuard

extension Deadline {
  /// Runs work, or gives it up with a failure once so many seconds are over.
  static func within<Value: Sendable>(
    _ seconds: Double,
    else failure: ServeFailure,
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    do { return try await run(.seconds(seconds), work) } catch is Passed { throw failure }
  }
}
