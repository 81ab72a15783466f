/// Proofs of RFC 6962: which subtrees they name, and whether their hashes hold.
///
/// Nothing here knows where hashes are kept; a log looks up the ranges, a verifier needs no log.
package enum MerkleProof {
  /// The longest proof of a tree of fewer than 2^62 leaves.
  package static let maximumLength = 64

  /// The leaves under each hash of an inclusion proof, from the leaf upwards (§ 2.1.1).
  ///
  /// - Precondition: `0 <= index < size`.
  package static func inclusionRanges(of index: Int, in size: Int) -> [Range<Int>] {
    precondition(0 <= index && index < size, "the leaf must be in the tree")
    var ranges: [Range<Int>] = []
    var (low, high) = (0, size)
    while high - low > 1 {
      let middle = low + split(high - low)
      if index < middle {
        ranges.append(middle..<high)
        high = middle
      } else {
        ranges.append(low..<middle)
        low = middle
      }
    }
    return ranges.reversed()
  }

  /// The leaves under each hash of a consistency proof between two sizes (§ 2.1.2).
  ///
  /// - Precondition: `0 <= from <= size`; from nothing, and to the same size, the proof is empty.
  package static func consistencyRanges(from: Int, to size: Int) -> [Range<Int>] {
    precondition(0 <= from && from <= size, "a tree only grows")
    guard from > 0 else { return [] }
    var ranges: [Range<Int>] = []
    var (low, high) = (0, size)
    while from != high {
      let middle = low + split(high - low)
      if from <= middle {
        ranges.append(middle..<high)
        high = middle
      } else {
        ranges.append(low..<middle)
        low = middle
      }
    }
    // The verifier knows the old root; it must be told a part of it only.
    if low > 0 { ranges.append(low..<high) }
    return ranges.reversed()
  }

  /// The root that an inclusion proof leads to, or nil where its length does not fit (RFC 9162
  /// § 2.1.3.2).
  package static func root(
    fromLeaf leaf: Digest,
    index: Int,
    size: Int,
    path: [Digest]
  ) -> Digest? {
    guard 0 <= index, index < size else { return nil }
    var (node, place, last) = (leaf, index, size - 1)
    for sibling in path {
      guard last > 0 else { return nil }
      if place & 1 == 1 || place == last {
        node = MerkleRange.node(sibling, node)
        while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
      } else {
        node = MerkleRange.node(node, sibling)
      }
      (place, last) = (place >> 1, last >> 1)
    }
    return last == 0 ? node : nil
  }

  /// Whether a tree of `size` leaves continues one of `from` leaves (RFC 9162 § 2.1.4.2).
  package static func isConsistent(
    from: Int,
    oldRoot: Digest,
    to size: Int,
    newRoot: Digest,
    path: [Digest]
  ) -> Bool {
    guard 0 <= from, from <= size else { return false }
    if from == size { return path.isEmpty && oldRoot == newRoot }
    if from == 0 { return path.isEmpty && oldRoot == MerkleRange().root }
    var path = path[...]
    if from & (from - 1) == 0 { path = [oldRoot] + path }
    guard let first = path.popFirst() else { return false }
    var (place, last) = (from - 1, size - 1)
    while place & 1 == 1 { (place, last) = (place >> 1, last >> 1) }
    var (old, new) = (first, first)
    for sibling in path {
      guard last > 0 else { return false }
      if place & 1 == 1 || place == last {
        old = MerkleRange.node(sibling, old)
        new = MerkleRange.node(sibling, new)
        while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
      } else {
        new = MerkleRange.node(new, sibling)
      }
      (place, last) = (place >> 1, last >> 1)
    }
    return last == 0 && old == oldRoot && new == newRoot
  }

  /// The largest power of two below a count of two or more: where its tree divides.
  private static func split(_ count: Int) -> Int {
    1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }
}
