import TextViews

/// The sums of the weights of words and their parts, kept for words met before.
///
/// Text repeats its words, so that most cost one comparison instead of a dozen hashes. An entry
/// holds its whole word, never a hash alone: what was cached cannot change a score.
final class LinearWordCache {
  /// Weights of the labels, side by side.
  typealias Sums = SIMD8<Int16>

  private struct Entry: BitwiseCopyable {
    var word: (UInt64, UInt64, UInt64)
    var sums: (UInt64, UInt64)
  }

  private static let slots = 1 << 13
  private let entries: UnsafeMutablePointer<Entry>
  private let model: LinearModel

  init(_ model: LinearModel) {
    self.model = model
    entries = .allocate(capacity: Self.slots)
    // No word is made of zeros, so these entries are found by none.
    entries.initialize(repeating: Entry(word: (0, 0, 0), sums: (0, 0)), count: Self.slots)
  }

  deinit { entries.deallocate() }

  /// The sums of a word's own features.
  ///
  /// - Parameters:
  ///   - word: A word of a text.
  ///   - text: The folded bytes, of which 64 can be read past the end.
  ///   - rows: The weights of the model.
  @inline(__always)
  func sums(
    of word: NormalizedWord,
    in text: UnsafePointer<UInt8>,
    rows: UnsafePointer<UInt64>
  ) -> Sums {
    let length = word.length
    let bytes = text + Int(word.start)
    guard length <= LinearFeatures.longestWord else { return computed(word, bytes, rows) }
    let raw = UnsafeRawPointer(bytes)
    let key = (
      Self.part(raw, 0, length), Self.part(raw, 8, length), Self.part(raw, 16, length)
    )
    let entry = entries + Int(truncatingIfNeeded: word.hash) & (Self.slots - 1)
    if entry.pointee.word == key { return unsafeBitCast(entry.pointee.sums, to: Sums.self) }
    let sums = computed(word, bytes, rows)
    entry.pointee = Entry(word: key, sums: unsafeBitCast(sums, to: (UInt64, UInt64).self))
    return sums
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
