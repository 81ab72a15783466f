import Synchronization

/// Lets the workers of a run analyze one large batch, which holds a large document, at a time: to
/// decode and to judge it takes many times its size, and two at once would pass the bound on memory.
final class LargeBatches: Sendable {
  /// Bytes past which a batch waits for its turn.
  static let threshold = 2 << 20
  private let turn = Mutex(())

  func next<Result>(_ body: () throws -> Result) throws -> Result {
    try turn.withLock { _ in try body() }
  }
}
