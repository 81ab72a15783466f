extension MinimumHashes {
  /// The same by the plainest code, from words as strings, for tests.
  package static func reference(
    _ words: [String],
    ngram: Int,
    buckets: Int,
    hashes: Int
  ) -> TextSignature? {
    guard words.count >= ngram else { return nil }
    let units = words.map { word in
      let bytes = Array(word.utf8) + [UInt8](repeating: 0, count: 8)
      return bytes.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { NormalizedHash.word($0, length: word.utf8.count) } ?? 0
      }
    }
    let grams = (0...(words.count - ngram)).map { start in
      mix(units[start..<start + ngram].reduce(0) { $0 &* 0x9E37_79B9_7F4A_7C15 &+ $1 })
    }
    let minima = multipliers(buckets * hashes).prefix(buckets * hashes).map { multiplier in
      grams.map {
        UInt32(truncatingIfNeeded: $0) &* multiplier &+ UInt32(truncatingIfNeeded: $0 >> 32)
      }.min() ?? .max
    }
    return TextSignature(
      keys: (0..<buckets).map { bucket in
        minima[bucket * hashes..<(bucket + 1) * hashes]
          .reduce(mix(UInt64(bucket))) { mix($0 ^ UInt64($1)) }
      },
      codes: minima.map { UInt8(truncatingIfNeeded: ($0 &* 0x9E37_79B1) >> 24) }
    )
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0xD6E8_FEB8_6659_FD93)
      .multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}
