/// The RFC 6962 Merkle tree of a growing list, kept as the roots of its complete subtrees.
///
/// It takes 32 bytes for each bit set in the size, whatever the number of leaves.
package struct MerkleRange: Sendable, Hashable {
  /// Leaves so far.
  package private(set) var size = 0
  /// Roots of the complete subtrees, the largest first: one for each bit set in `size`.
  private var peaks: [Digest] = []

  /// An empty tree, whose root is the digest of no bytes.
  package init() {}

  /// Hashes the content of a leaf: SHA-256 of a zero byte and the content.
  package static func leafHash(_ body: UnsafeRawBufferPointer) -> Digest {
    var hasher = Hasher256()
    hasher.update([0x00])
    hasher.update(body)
    return hasher.finalize()
  }

  /// Hashes the content of a leaf given as an array.
  package static func leafHash(_ body: [UInt8]) -> Digest {
    body.withUnsafeBytes { leafHash($0) }
  }

  /// Hashes an inner node: SHA-256 of a one byte and both children.
  package static func node(_ left: Digest, _ right: Digest) -> Digest {
    var hasher = Hasher256()
    hasher.update([0x01] + left.bytes + right.bytes)
    return hasher.finalize()
  }

  /// Appends the hash of a leaf; amortised one node hash.
  package mutating func append(_ leafHash: Digest) {
    append(leafHash, height: 0) { _, _ in }
  }

  /// Appends the root of a complete subtree of `1 << height` leaves.
  ///
  /// - Parameters:
  ///   - root: The subtree's root; a leaf hash at height 0.
  ///   - height: `size` must be a multiple of `1 << height`.
  ///   - completed: Receives each inner node that became complete, with its height.
  package mutating func append(
    _ root: Digest,
    height: Int,
    completed: (_ height: Int, _ node: Digest) -> Void
  ) {
    precondition(size & ((1 << height) - 1) == 0, "a subtree must start at its own alignment")
    var node = root
    var level = height
    while size >> level & 1 == 1, let left = peaks.popLast() {
      node = Self.node(left, node)
      level += 1
      completed(level, node)
    }
    peaks.append(node)
    size += 1 << height
  }

  /// The tree's root at the present size; at most 62 node hashes.
  package var root: Digest {
    guard var root = peaks.last else { return Digest.sha256([]) }
    for peak in peaks.dropLast().reversed() { root = Self.node(peak, root) }
    return root
  }

  /// The state to continue from: eight bytes of size, then the subtree roots.
  package var state: [UInt8] {
    var bytes = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: size >> $0) }
    for peak in peaks { bytes += peak.bytes }
    return bytes
  }

  /// Restores a tree from `state`, or returns nil for bytes that are none.
  package init?(state: [UInt8]) {
    guard state.count >= 8, state.count <= 8 + 62 * 32 else { return nil }
    let size = state.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard size < 1 << 62, state.count == 8 + 32 * size.nonzeroBitCount else { return nil }
    self.size = Int(size)
    for start in stride(from: 8, to: state.count, by: 32) {
      guard let peak = Digest(bytes: Array(state[start..<start + 32])) else { return nil }
      peaks.append(peak)
    }
  }
}
