import Diagnostics
import GenerationGuard
import SafetyCore
import SafetyPolicy
import Synchronization

/// The policy in force; another one takes its place only when it passes its own tests and gates.
///
/// Whoever began under a policy goes on under it.
package final class PolicyStore: Sendable {
  /// What became of an attempt to take up a policy.
  package struct Reload: Sendable, Hashable {
    package var digest: Digest
    /// Whether it differs from the one before.
    package var isChanged: Bool
  }

  private let load: @Sendable () throws -> GuardProgram
  private let today: @Sendable () -> String
  private let current: Mutex<GuardProgram>
  /// The reload asked for last, behind which the next one waits.
  private let last = Mutex<Task<Reload, any Error>?>(nil)

  /// Reads the policy for the first time.
  ///
  /// - Parameters:
  ///   - today: Gives the day, `YYYY-MM-DD`.
  ///   - load: Reads and compiles it; called again at each reload.
  /// - Throws: What `load` throws; `policy/tests-failed`.
  package init(
    today: @escaping @Sendable () -> String,
    load: @escaping @Sendable () throws -> GuardProgram
  ) async throws {
    self.load = load
    self.today = today
    current = Mutex(try await Self.tested(load, today()))
  }

  /// The policy in force.
  package var program: GuardProgram { current.withLock { $0 } }

  /// Reads the policy again; the old one stays where this throws.
  ///
  /// One at a time, in the order asked for, so that a slow one does not undo a later one.
  ///
  /// - Throws: What reading throws; `policy/tests-failed`.
  package func reload() async throws -> Reload {
    let task = last.withLock { last in
      let before = last
      let task = Task {
        _ = await before?.result
        return try await self.takeUp()
      }
      last = task
      return task
    }
    return try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }

  private func takeUp() async throws -> Reload {
    try Task.checkCancellation()
    let program = try await Self.tested(load, today())
    return current.withLock { current in
      defer { current = program }
      return Reload(digest: program.digest, isChanged: current.digest != program.digest)
    }
  }

  /// Reads a policy and puts it to its own tests, on threads on which it keeps no answer waiting.
  private static func tested(
    _ load: @escaping @Sendable () throws -> GuardProgram,
    _ today: String
  ) async throws -> GuardProgram {
    let (program, tester) = try await ScreeningExecutor.run(bytes: .max) {
      let program = try load()
      return (program, try await GuardPolicyTester(program, today: today))
    }
    guard !tester.isPassed else { return program }
    let tests = tester.outcomes.filter { !$0.problems.isEmpty }.map(\.test)
    let gates = tester.gates.filter { !$0.isKept }.map(\.gate.measure.rawValue)
    let names = Array(Set(tests)).sorted() + gates
    throw Diagnostic(
      "policy/tests-failed",
      "the policy fails its own tests or gates: \(names.prefix(5).joined(separator: ", "))",
      hint: "run `gemma-safety policy test`"
    )
  }
}
