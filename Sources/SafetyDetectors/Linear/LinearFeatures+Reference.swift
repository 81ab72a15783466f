/// The buckets by plain Swift, which `gst_linear_sums` is held to.
///
/// `classifiers/training/linear/features.py` computes the same numbers; all three change together.
extension LinearFeatures {
  /// Bytes of a word that parts are taken from.
  private static let longestWord = 24
  private static let spreadA: UInt64 = 0xA24B_AED4_963E_E407
  private static let spreadB: UInt64 = 0x9FB2_1C65_1E98_DF25

  /// Index of the first row of a pair among a model's weights.
  package var firstPair: Int { 1 << wordBits }

  private func bucket(word hash: UInt64) -> Int {
    Int(truncatingIfNeeded: (hash &* Self.spreadB) >> UInt64(truncatingIfNeeded: 64 - wordBits))
  }

  /// The bucket of a word after another one.
  package func bucket(pair first: UInt64, _ second: UInt64) -> Int {
    let mixed = (first &* Self.spreadA ^ second) &* Self.spreadB
    return Int(truncatingIfNeeded: mixed >> UInt64(truncatingIfNeeded: 64 - pairBits))
  }

  /// The bucket of up to six bytes, the first one lowest.
  private func bucket(gram bytes: UInt64, count: Int) -> Int {
    let mixed = (bytes | UInt64(truncatingIfNeeded: count) << 56) &* Self.spreadA
    let spread = (mixed ^ mixed >> 32) &* Self.spreadB
    return Int(truncatingIfNeeded: spread >> UInt64(truncatingIfNeeded: 64 - wordBits))
  }

  /// Calls `body` with the bucket of a word, then of each part of `<word>`.
  ///
  /// - Parameters:
  ///   - word: The folded bytes.
  ///   - length: How many; those past the first `longestWord` count in the hash alone.
  ///   - hash: Their `NormalizedHash.word`.
  ///   - body: Receives a bucket below two to the power of `wordBits`.
  package func forEachBucket(
    _ word: UnsafePointer<UInt8>,
    length: Int,
    hash: UInt64,
    _ body: (Int) -> Void
  ) {
    body(bucket(word: hash))
    let kept = min(length, Self.longestWord)
    withUnsafeTemporaryAllocation(byteCount: Self.longestWord + 10, alignment: 8) { padded in
      padded.initializeMemory(as: UInt8.self, repeating: 0)
      padded[0] = UInt8(ascii: "<")
      for index in 0..<kept { padded[index + 1] = word[index] }
      padded[kept + 1] = UInt8(ascii: ">")
      for count in grams {
        let mask = UInt64(1) << UInt64(truncatingIfNeeded: count * 8) &- 1
        for start in 0..<max(0, kept + 3 - count) {
          let bytes = padded.loadUnaligned(fromByteOffset: start, as: UInt64.self).littleEndian
          body(bucket(gram: bytes & mask, count: count))
        }
      }
    }
  }
}
