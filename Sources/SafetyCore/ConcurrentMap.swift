import Dispatch
import Synchronization

extension Array where Element: Sendable {
  /// Elements below which a further thread costs more than it saves.
  private static var leastPart: Int { 256 }

  /// The same as `map`, its parts worked on by all cores.
  ///
  /// - Throws: What `transform` throws for the first element for which it does.
  package func concurrentMap<Value: Sendable>(
    _ transform: @Sendable (Element) throws -> Value
  ) throws -> [Value] {
    let parts = Swift.max(1, Swift.min(16, count / Self.leastPart))
    let results = Mutex([Result<[Value], any Error>](repeating: .success([]), count: parts))
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let range = count * part / parts..<count * (part + 1) / parts
      let result = Result { try self[range].map(transform) }
      results.withLock { $0[part] = result }
    }
    return try results.withLock { $0 }.flatMap { try $0.get() }
  }

  /// The same as `map` by so many threads, each of which takes the next element when it is free: for
  /// elements that take long, some of them longer than others.
  ///
  /// - Throws: What `transform` throws first in time; no further element is begun then.
  package func concurrentMap<Value: Sendable>(
    threads: Int,
    _ transform: @Sendable (Element) throws -> Value
  ) throws -> [Value] {
    let line = Mutex((next: 0, values: [Value?](repeating: nil, count: count)))
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: Swift.max(1, Swift.min(threads, count))) { _ in
      while failure.withLock({ $0 == nil }) {
        let index = line.withLock { line in
          line.next += 1
          return line.next - 1
        }
        guard index < count else { return }
        do {
          let value = try transform(self[index])
          line.withLock { $0.values[index] = value }
        } catch {
          failure.withLock { $0 = $0 ?? error }
        }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
    return line.withLock { $0.values }.compactMap { $0 }
  }
}
