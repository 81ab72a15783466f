import SafetyCore
import Synchronization
import Testing

struct ConcurrentMapTests {
  private struct Odd: Error, Equatable { let number: Int }

  @Test(arguments: [0, 1, 255, 256, 1_000, 10_007])
  func `gives what map gives, in order`(count: Int) throws {
    let numbers = Array(0..<count)
    #expect(try numbers.concurrentMap { $0 * 3 } == numbers.map { $0 * 3 })
  }

  @Test func `throws for the first element that fails`() {
    let numbers = Array(0..<5_000)
    #expect(throws: Odd(number: 701)) {
      try numbers.concurrentMap { number in
        if number > 700, number % 2 == 1 { throw Odd(number: number) }
        return number
      }
    }
  }

  @Test(arguments: [(0, 4), (1, 4), (100, 1), (100, 3), (100, 200)])
  func `gives what map gives by threads that take turns`(count: Int, threads: Int) throws {
    let numbers = Array(0..<count)
    #expect(try numbers.concurrentMap(threads: threads) { $0 * 3 } == numbers.map { $0 * 3 })
  }

  @Test func `begins no further element after a failure`() {
    let begun = Atomic(0)
    #expect(throws: Odd(number: 7)) {
      try Array(0..<5_000).concurrentMap(threads: 1) { number in
        begun.add(1, ordering: .relaxed)
        if number == 7 { throw Odd(number: number) }
        return number
      }
    }
    #expect(begun.load(ordering: .relaxed) == 8)
  }
}
