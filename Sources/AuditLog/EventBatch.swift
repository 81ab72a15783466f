import SafetyCore

/// Some thousand events in one block of memory, hashed by all cores.
struct EventBatch {
  /// Enough that starting threads costs little beside the hashing.
  static let capacity = 4096

  private(set) var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// Stored leaves, 32 bytes each; others are stored as no bytes by `add`.
  private var stored: [[UInt8]] = []
  private(set) var first = 0

  var count: Int { ends.count }
  var isFull: Bool { ends.count == Self.capacity }

  mutating func add(body: UnsafeRawBufferPointer, leaf: UnsafeRawBufferPointer) {
    bytes += body
    ends.append(bytes.count)
    stored.append(Array(leaf))
  }

  /// Forgets the events and takes the next ones from where they ended.
  mutating func clear() {
    first += ends.count
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    stored.removeAll(keepingCapacity: true)
  }

  func leaf(_ index: Int) -> [UInt8] { stored[index] }

  func body(_ index: Int, of buffer: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
  }

  /// The leaf hashes of the bodies, in order.
  func hashes() throws -> [Digest] {
    try Array(0..<count).concurrentMap { index in
      bytes.withUnsafeBytes { MerkleRange.leafHash(body(index, of: $0)) }
    }
  }
}
