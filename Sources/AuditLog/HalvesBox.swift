import SafetyCore
import Synchronization

/// Where two threads put their halves of one result.
final class HalvesBox: Sendable {
  private let halves = Mutex<[[Digest]]>([[], []])

  func set(_ half: [Digest], at index: Int) { halves.withLock { $0[index] = half } }

  func joined() -> [Digest] { halves.withLock { $0[0] + $0[1] } }
}
