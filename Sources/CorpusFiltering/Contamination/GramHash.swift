import TextViews

/// The two hashes by which n-grams are compared; together 128 bits.
///
/// The first is made from the hashes of words and rolls from word to word. The second reads the
/// words' bytes again under other constants, and only where the first was found, so that two
/// n-grams that share the first by chance are still told apart.
enum GramHash {
  /// Odd, and 5 modulo 8: its powers modulo 2^64 repeat last.
  private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let seed: UInt64 = 0x2545_F491_4F6C_DD1D

  /// What the first word of an n-gram of so many words is multiplied by.
  static func weight(of length: Int) -> UInt64 {
    (1..<max(1, length)).reduce(1) { power, _ in power &* base }
  }

  /// The sum of an n-gram, from which the next one's follows.
  @inline(__always)
  static func sum(_ words: UnsafeBufferPointer<NormalizedWord>, _ range: Range<Int>) -> UInt64 {
    range.reduce(0) { $0 &* base &+ words[$1].hash }
  }

  /// The sum without its first word and with one more.
  @inline(__always)
  static func roll(_ sum: UInt64, out: UInt64, weight: UInt64, in next: UInt64) -> UInt64 {
    (sum &- out &* weight) &* base &+ next
  }

  /// The first hash; n-grams of different lengths have nothing in common.
  @inline(__always)
  static func key(_ sum: UInt64, length: Int) -> UInt64 {
    let key = NormalizedHash.phrase(sum, UInt64(truncatingIfNeeded: length))
    // Zero marks an empty place of a table.
    return key == 0 ? 1 : key
  }

  /// What stands in a filter for the fields that begin with so many words.
  @inline(__always)
  static func opening(_ sum: UInt64) -> UInt64 { key(sum, length: 0) }

  /// The second hash, over the folded bytes of the words and their lengths.
  static func check(
    _ bytes: UnsafePointer<UInt8>,
    _ words: UnsafeBufferPointer<NormalizedWord>,
    _ range: Range<Int>
  ) -> UInt64 {
    range.reduce(seed) { state, index in
      let word = words[index]
      var state = mix(state ^ UInt64(truncatingIfNeeded: word.length))
      var value: UInt64 = 0
      for (offset, place) in word.range.enumerated() {
        value = value << 8 | UInt64(bytes[place])
        if offset & 7 == 7 {
          state = mix(state ^ value)
          value = 0
        }
      }
      return mix(state &+ value)
    }
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0x8EBC_6AF0_9C88_C6E3).multipliedFullWidth(by: 0x5895_60E2_6E5C_A6B5)
    return product.high ^ product.low
  }
}
