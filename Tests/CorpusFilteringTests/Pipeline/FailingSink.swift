import Diagnostics
import SafetyCore
import Synchronization

/// A sink that takes so many transactions and refuses all others, as a full disk does.
final class FailingSink: DecisionSink {
  private let left: Mutex<Int>

  init(after taken: Int) { left = Mutex(taken) }

  func append(_ records: [DecisionRecord], run: String, state: [UInt8]?) throws {
    try left.withLock { left in
      guard left > 0 else { throw Diagnostic("output/disk-full", "no room for the records") }
      left -= 1
    }
  }
}
