import CTextKernels

/// A set of hashes of words and of pairs of words, three bits each.
///
/// It never misses one and is at times wrong about another, so what it finds must be compared.
package struct WordFilter: Sendable {
  private var filter: [UInt64]

  /// Makes an empty set.
  ///
  /// - Parameter capacity: How many hashes are expected; more make it wrong more often.
  package init(capacity: Int) {
    var size = 64
    while size < capacity / 4, size < 1 << 20 { size *= 2 }
    filter = [UInt64](repeating: 0, count: size)
  }

  /// What the set takes in memory.
  package var byteCount: Int { filter.count * MemoryLayout<UInt64>.size }

  private var mask: UInt64 { UInt64(filter.count - 1) }

  private static func bits(_ hash: UInt64) -> UInt64 {
    1 << (hash & 63) | 1 << (hash >> 6 & 63) | 1 << (hash >> 12 & 63)
  }

  /// Adds the hash of a word or, by `NormalizedHash.phrase`, of a pair of words.
  package mutating func insert(_ hash: UInt64) {
    filter[Int(hash >> 18 & mask)] |= Self.bits(hash)
  }

  /// Whether a hash was inserted; at times true for one that was not.
  package func mayContain(_ hash: UInt64) -> Bool {
    filter[Int(hash >> 18 & mask)] & Self.bits(hash) == Self.bits(hash)
  }

  /// Calls `body` with the index of each word that, alone or with a joined next, may be in the set.
  package func forEachOpening(
    in words: UnsafeBufferPointer<NormalizedWord>,
    _ body: (Int) -> Void
  ) {
    guard let first = words.baseAddress else { return }
    let piece = 256
    first.withMemoryRebound(to: gst_folded_word.self, capacity: words.count) { list in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: piece + 1) { found in
        for start in stride(from: 0, to: words.count, by: piece) {
          // The word after the piece is the second of a pair only.
          let count = min(piece + 1, words.count - start)
          let places = gst_find_openings(list + start, count, filter, mask, found.baseAddress)
          for place in found[..<places] where place < piece { body(start + Int(place)) }
        }
      }
    }
  }
}
