/// What two adjacent tokens merge to and how early, in one hash table.
struct MergeTable: Sendable {
  /// A merge: an earlier one has a lower rank.
  struct Merge: Sendable {
    let rank: UInt32
    let id: Int32
  }

  /// Left and right id; all ones where free.
  private var keys: [UInt64]
  private var merges: [Merge]
  /// How many pairs merge.
  private(set) var count = 0

  /// - Parameter capacity: How many merges will follow.
  init(capacity: Int) {
    var size = 64
    while size < capacity * 2 { size <<= 1 }
    keys = [UInt64](repeating: .max, count: size)
    merges = [Merge](repeating: Merge(rank: 0, id: 0), count: size)
  }

  @inline(__always)
  private func slot(_ key: UInt64) -> Int {
    let mixed = (key ^ key >> 32) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 20) & (keys.count - 1)
  }

  @inline(__always)
  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// Adds a merge; of two for the same pair the later one counts.
  mutating func insert(_ left: Int32, _ right: Int32, _ merge: Merge) {
    if (count + 1) * 2 > keys.count { grow() }
    let key = Self.key(left, right)
    var slot = slot(key)
    while keys[slot] != .max, keys[slot] != key { slot = (slot + 1) & (keys.count - 1) }
    if keys[slot] == .max { count += 1 }
    keys[slot] = key
    merges[slot] = merge
  }

  private mutating func grow() {
    var larger = MergeTable(capacity: keys.count)
    for (key, merge) in zip(keys, merges) where key != .max {
      larger.insert(
        Int32(truncatingIfNeeded: key >> 32),
        Int32(truncatingIfNeeded: key),
        merge
      )
    }
    self = larger
  }

  /// Shows each merge once, in no order that means anything.
  func forEachMerge(_ body: (Merge) -> Void) {
    for (key, merge) in zip(keys, merges) where key != .max { body(merge) }
  }

  /// The merge of a pair, nil where it stays apart.
  @inline(__always)
  subscript(left: Int32, right: Int32) -> Merge? {
    let key = Self.key(left, right)
    var slot = slot(key)
    while true {
      if keys[slot] == key { return merges[slot] }
      if keys[slot] == .max { return nil }
      slot = (slot + 1) & (keys.count - 1)
    }
  }
}
