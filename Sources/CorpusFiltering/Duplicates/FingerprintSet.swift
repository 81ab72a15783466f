/// A set of 64-bit fingerprints in bounded memory: open addressing, at most three quarters full.
struct FingerprintSet {
  private var slots: [UInt64]
  private(set) var count = 0
  private let slotLimit: Int

  /// - Parameter memoryBytes: The table never takes more, but for the moment in which it doubles.
  init(memoryBytes: Int) {
    var limit = 1024
    while limit * 2 * 8 <= memoryBytes { limit *= 2 }
    slotLimit = limit
    slots = [UInt64](repeating: 0, count: 1024)
  }

  func contains(_ key: UInt64) -> Bool { slots[place(of: key)] != 0 }

  /// Returns whether the key is in the set now; false means that there is no room for it.
  mutating func insert(_ key: UInt64) -> Bool {
    if (count + 1) * 4 > slots.count * 3 {
      guard slots.count < slotLimit else { return contains(key) }
      grow()
    }
    let index = place(of: key)
    guard slots[index] == 0 else { return true }
    slots[index] = Self.stored(key)
    count += 1
    return true
  }

  /// Where the key is or would be.
  private func place(of key: UInt64) -> Int {
    let stored = Self.stored(key)
    var index = Int(truncatingIfNeeded: stored) & (slots.count - 1)
    while slots[index] != 0, slots[index] != stored { index = (index + 1) & (slots.count - 1) }
    return index
  }

  /// Zero marks an empty slot.
  private static func stored(_ key: UInt64) -> UInt64 { key == 0 ? 1 : key }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: old.count * 2)
    for key in old where key != 0 { slots[place(of: key)] = key }
  }
}
