import Synchronization
import Testing

import TensorCompute

struct WorkerThreadsTests {
  @Test(arguments: 1...5)
  func `does every part once, however many there are`(count: Int) {
    let threads = WorkerThreads(count: count)
    #expect(threads.count == count)
    for parts in [0, 1, 2, 3, 7, 64] {
      let done = (0..<parts).map { _ in Counter() }
      for _ in 0..<50 { threads.run(parts: parts) { done[$0].add() } }
      #expect(done.allSatisfy { $0.value == 50 })
    }
  }

  @Test func `shows the caller all that was written`() {
    let threads = WorkerThreads(count: 3)
    let numbers = UnsafeMutablePointer<Int>.allocate(capacity: 3)
    defer { numbers.deallocate() }
    numbers.initialize(repeating: 0, count: 3)
    for round in 0..<20_000 {
      threads.run(parts: 3) { numbers[$0] += round }
    }
    #expect((0..<3).allSatisfy { numbers[$0] == 199_990_000 })
  }

  @Test func `lets several callers take turns`() async {
    let threads = WorkerThreads(count: 2)
    let counter = Counter()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask { for _ in 0..<200 { threads.run(parts: 2) { _ in counter.add() } } }
      }
    }
    #expect(counter.value == 1600)
  }

  @Test func `wakes threads that have gone to sleep`() {
    let threads = WorkerThreads(count: 2)
    let counter = Counter()
    for _ in 0..<20 {
      threads.run(parts: 2) { part in
        // One of them is late by more than the other waits in its loop.
        if part == 1 { for step in 0..<2_000_000 { counter.note(step) } }
        counter.add()
      }
      for step in 0..<2_000_000 { counter.note(step) }
    }
    #expect(counter.value == 40)
  }

  @Test(arguments: 1...9)
  func `shares a count out without a gap`(count: Int) {
    let threads = WorkerThreads(count: count)
    for total in [0, 1, 5, 100] {
      let shares = (0..<count).map { threads.share($0, of: total) }
      #expect(shares.flatMap { Array($0) } == Array(0..<total))
    }
  }
}

private final class Counter: Sendable {
  private let count = Atomic(0)
  private let noted = Atomic(0)

  var value: Int { count.load(ordering: .relaxed) }

  func add() { count.wrappingAdd(1, ordering: .relaxed) }

  /// Takes time in a way that the compiler keeps.
  func note(_ step: Int) { noted.store(step, ordering: .relaxed) }
}
