import Synchronization

/// Numbers of answers that nobody asks for any more.
final class AbandonedAnswers: Sendable {
  private let numbers = Mutex<[Int]>([])

  func add(_ number: Int) { numbers.withLock { $0.append(number) } }

  func take() -> [Int] {
    numbers.withLock { kept in
      defer { kept = [] }
      return kept
    }
  }
}
