import CTextKernels

/// Signs texts by the least hashes of their word n-grams (MinHash), for one worker.
///
/// Words are those of the normalised view: case, compatibility forms and punctuation make no
/// difference, and scalars of scripts that are written without spaces are words of their own.
package final class MinimumHashes {
  package static let longestNGram = GST_LONGEST_NGRAM

  private let ngram: Int
  private let buckets: Int
  private let hashes: Int
  private let instructionSet: Int32
  private let multipliers: [UInt32]
  private var minima: [UInt32]

  /// - Parameters:
  ///   - ngram: Words of an n-gram, 1 to `longestNGram`.
  ///   - buckets: How many keys a signature has.
  ///   - hashes: How many least hashes make up a key.
  ///   - instructionSet: What the kernel runs on; it changes no result.
  package init(ngram: Int, buckets: Int, hashes: Int, instructionSet: Int = GST_ISA_BEST) {
    precondition((1...Self.longestNGram).contains(ngram) && buckets > 0 && hashes > 0)
    self.ngram = ngram
    self.buckets = buckets
    self.hashes = hashes
    self.instructionSet = Int32(instructionSet)
    multipliers = Self.multipliers(buckets * hashes)
    minima = [UInt32](repeating: .max, count: multipliers.count)
  }

  /// The signature of a text, or nil for one of fewer words than an n-gram has.
  package func signature(of text: NormalizedText) -> TextSignature? {
    let count = text.words.count
    guard let first = text.words.baseAddress, leastHashes(of: text, first, count) > 0 else {
      return nil
    }
    var signature = TextSignature(
      keys: [UInt64](repeating: 0, count: buckets),
      codes: [UInt8](repeating: 0, count: buckets * hashes)
    )
    gst_fold_minima(minima, buckets, hashes, &signature.keys, &signature.codes)
    return signature
  }

  /// Fills in `minima` and gives the number of n-grams.
  private func leastHashes(
    of text: NormalizedText,
    _ first: UnsafePointer<NormalizedWord>,
    _ count: Int
  ) -> Int {
    first.withMemoryRebound(to: gst_folded_word.self, capacity: count) { words in
      gst_minimum_hashes(
        text.bytes,
        words,
        count,
        ngram,
        multipliers,
        multipliers.count,
        instructionSet,
        &minima
      )
    }
  }

  /// At least so many numbers, a multiple of 16; all differ in their lowest twelve bits.
  ///
  /// Two hashes whose multipliers differ in a low bit are independent of each other.
  static func multipliers(_ count: Int) -> [UInt32] {
    (0..<(count + 15) / 16 * 16).map { index in
      let random = mixed(UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15)
      return UInt32(truncatingIfNeeded: random >> 32) & ~0xFFF | UInt32(index & 0xFFF)
    }
  }

  /// SplitMix64's finaliser (Steele, Lea and Flood, 2014).
  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
