import Diagnostics

/// A trie over bytes whose edges lie in one hash table: quick to build, one look-up a byte.
struct ByteTrie: Sendable {
  static let root: UInt32 = 0
  /// The bits of a node that count it, and the bit that says that a key ends there.
  private static let number: UInt32 = 0xFF_FFFF
  private static let ends: UInt32 = 1 << 24
  /// No node.
  static let none = UInt32.max

  /// The edge (node << 8 | byte) in the high half, the child in the low one; all ones where free.
  private var edges: [UInt64]
  private var mask: Int
  /// A value of each node, -1 where no key ends.
  private var values: [Int32] = [-1]

  /// - Parameter capacity: About how many nodes will follow.
  init(capacity: Int = 64) {
    var size = 64
    while size < capacity * 2 { size <<= 1 }
    edges = [UInt64](repeating: .max, count: size)
    mask = size - 1
  }

  /// Gives a key its value.
  ///
  /// - Returns: False where there would be too many nodes.
  mutating func insert(_ key: some Sequence<UInt8>, value: Int32) -> Bool {
    var node = Self.root
    var last: Int?
    for byte in key {
      var slot = slot(of: node, byte)
      if edges[slot] == .max {
        guard values.count < TokenizerLimits.trieNodes else { return false }
        let added = UInt32(values.count)
        values.append(-1)
        if values.count * 2 > edges.count {
          grow()
          slot = self.slot(of: node, byte)
        }
        edges[slot] = UInt64(Self.key(node, byte)) << 32 | UInt64(added)
      }
      node = UInt32(truncatingIfNeeded: edges[slot])
      last = slot
    }
    values[Int(node & Self.number)] = value
    if let last { edges[last] |= UInt64(Self.ends) }
    return true
  }

  private mutating func grow() {
    let old = edges
    edges = [UInt64](repeating: .max, count: old.count * 2)
    mask = edges.count - 1
    for edge in old where edge != .max {
      var slot = Self.slot(UInt32(truncatingIfNeeded: edge >> 32), mask)
      while edges[slot] != .max { slot = (slot + 1) & mask }
      edges[slot] = edge
    }
  }

  @inline(__always)
  private static func key(_ node: UInt32, _ byte: UInt8) -> UInt32 { node << 8 | UInt32(byte) }

  /// Where the edge of a byte lies, or would lie.
  @inline(__always)
  private func slot(of node: UInt32, _ byte: UInt8) -> Int {
    let key = Self.key(node, byte)
    var slot = Self.slot(key, mask)
    while edges[slot] != .max, UInt32(truncatingIfNeeded: edges[slot] >> 32) != key {
      slot = (slot + 1) & mask
    }
    return slot
  }

  @inline(__always)
  private static func slot(_ key: UInt32, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: (UInt64(key) &* 0x9E37_79B9_7F4A_7C15) >> 24) & mask
  }

  /// The node that a byte leads to, `none` where it leads nowhere.
  @inline(__always)
  func child(of node: UInt32, _ byte: UInt8) -> UInt32 {
    let key = Self.key(node, byte)
    var slot = Self.slot(key, mask)
    while true {
      let edge = edges[slot]
      if UInt32(truncatingIfNeeded: edge >> 32) == key { return UInt32(truncatingIfNeeded: edge) }
      if edge == .max { return Self.none }
      slot = (slot + 1) & mask
    }
  }

  /// The value of the key that ends at a node, -1 where none does.
  @inline(__always)
  func value(_ node: UInt32) -> Int32 {
    node & Self.ends == 0 ? -1 : values[Int(node & Self.number)]
  }

  /// The node that some bytes lead to.
  func node(after bytes: some Sequence<UInt8>) -> UInt32 {
    var node = Self.root
    for byte in bytes where node != Self.none { node = child(of: node, byte) }
    return node
  }
}
