import SafetyCore
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
}
