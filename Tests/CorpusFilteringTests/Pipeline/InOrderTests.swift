import CorpusFiltering
import Dispatch
import Synchronization
import Testing

struct InOrderTests {
  private struct Failure: Error {}

  @Test func `lets elements through in the order of their numbers`() {
    let line = InOrder<Int>()
    var passed: [Int] = []
    for number in [2, 0, 3, 1, 4] { line.pass(number, number: number) { passed.append($0) } }
    #expect(passed == [0, 1, 2, 3, 4])
  }

  @Test func `lets one through at a time, whoever brings it`() {
    let line = InOrder<Int>()
    let next = Atomic(0)
    let passed = Mutex<[Int]>([])
    let inside = Atomic(0)
    let crowds = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      while case let number = next.add(1, ordering: .relaxed).oldValue, number < 2_000 {
        line.pass(number, number: number) { element in
          if inside.add(1, ordering: .relaxed).newValue > 1 {
            crowds.add(1, ordering: .relaxed)
          }
          passed.withLock { $0.append(element) }
          inside.subtract(1, ordering: .relaxed)
        }
      }
    }
    #expect(passed.withLock { $0 } == Array(0..<2_000))
    #expect(crowds.load(ordering: .relaxed) == 0)
  }

  @Test func `lets nothing through after a failure`() {
    let line = InOrder<Int>()
    var passed: [Int] = []
    #expect(throws: Failure.self) { try line.pass(0, number: 0) { _ in throw Failure() } }
    line.pass(1, number: 1) { passed.append($0) }
    line.pass(0, number: 0) { passed.append($0) }
    #expect(passed == [])
  }
}
