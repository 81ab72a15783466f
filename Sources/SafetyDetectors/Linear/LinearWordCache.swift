import TextViews

/// The sums of the weights of words and their parts, kept for words met before.
///
/// Text repeats its words, so that most cost one comparison instead of a dozen hashes. An entry
/// holds its whole word, never a hash alone: what was cached cannot change a score.
final class LinearWordCache {
  /// Weights of the labels, side by side.
  typealias Sums = SIMD8<Int16>

  /// Half a cache line, so that a look-up touches one.
  private struct Entry: BitwiseCopyable {
    var word: (UInt64, UInt64)
    var sums: (UInt64, UInt64)
  }

  /// 256 KB: what fits the second cache level beats what forgets less.
  private static let slots = 1 << 13
  /// Bytes of the longest word that is kept; few words are longer.
  private static let longestKept = 16
  private let entries: UnsafeMutablePointer<Entry>
  private let model: LinearModel

  init(_ model: LinearModel) {
    self.model = model
    let size = Self.slots * MemoryLayout<Entry>.stride
    entries = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
      .bindMemory(to: Entry.self, capacity: Self.slots)
    // No word is made of zeros, so these entries are found by none.
    entries.initialize(repeating: Entry(word: (0, 0), sums: (0, 0)), count: Self.slots)
  }

  deinit { UnsafeMutableRawPointer(entries).deallocate() }

  /// The sums of a word's own features.
  ///
  /// - Parameters:
  ///   - word: A word of a text.
  ///   - text: The folded bytes, of which 64 can be read past the end.
  ///   - rows: The weights of the model.
  /// - Returns: The weights added up, known ones or computed.
  @inline(__always)
  func sums(
    of word: NormalizedWord,
    in text: UnsafePointer<UInt8>,
    rows: UnsafePointer<UInt64>
  ) -> Sums {
    let length = word.length
    let bytes = text + Int(word.start)
    guard length <= Self.longestKept else { return computed(word, bytes, rows) }
    let raw = UnsafeRawPointer(bytes)
    let first = Self.part(raw, 0, length)
    let second = Self.part(raw, 8, length)
    let entry = entries + Int(truncatingIfNeeded: word.hash) & (Self.slots - 1)
    let known = entry.pointee
    if (known.word.0 ^ first) | (known.word.1 ^ second) == 0 {
      return unsafeBitCast(known.sums, to: Sums.self)
    }
    let sums = computed(word, bytes, rows)
    let packed = unsafeBitCast(sums, to: (UInt64, UInt64).self)
    entry.pointee = Entry(word: (first, second), sums: packed)
    return sums
  }

  /// Fetches the place of a word that will soon be looked up.
  ///
  /// Look-ups wait for memory one after another, because each may branch; these do not.
  ///
  /// - Parameter hash: The word's hash.
  /// - Returns: Nothing of meaning; whoever uses it keeps the compiler from dropping the read.
  @inline(__always)
  func touch(_ hash: UInt64) -> UInt64 {
    entries[Int(truncatingIfNeeded: hash) & (Self.slots - 1)].word.0
  }

  /// Up to eight bytes of a word from an offset on, zeros after its end.
  @inline(__always)
  private static func part(_ word: UnsafeRawPointer, _ offset: Int, _ length: Int) -> UInt64 {
    // Shifts by 64 bits and more give zero; there is no branch to mispredict.
    let left = min(max(length - offset, 0), 8)
    let bytes = word.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
    return bytes & (UInt64.max >> UInt64(truncatingIfNeeded: 64 - 8 * left))
  }

  @inline(never)
  private func computed(
    _ word: NormalizedWord,
    _ bytes: UnsafePointer<UInt8>,
    _ rows: UnsafePointer<UInt64>
  ) -> Sums {
    var sums = Sums()
    model.features.forEachBucket(bytes, length: word.length, hash: word.hash) { bucket in
      sums &+= Self.unpacked(rows[bucket])
    }
    return sums
  }

  /// The signed bytes of a row as numbers that can be added.
  @inline(__always)
  static func unpacked(_ row: UInt64) -> Sums {
    Sums(truncatingIfNeeded: unsafeBitCast(row, to: SIMD8<Int8>.self))
  }
}
