/// A maximal run of letters, marks and digits of a folded text, with its hash.
///
/// Laid out as the kernels' `gst_folded_word`.
package struct NormalizedWord: BitwiseCopyable, Sendable, Hashable {
  /// The offset of the first byte in `NormalizedText.bytes`.
  package var start: UInt32
  /// The length in bytes in the lower 31 bits; the highest says that the word before adjoins.
  fileprivate var lengthAndJoin: UInt32
  package var hash: UInt64

  package init(start: Int, length: Int, isJoined: Bool, hash: UInt64) {
    self.start = UInt32(truncatingIfNeeded: start)
    lengthAndJoin = UInt32(truncatingIfNeeded: length) | (isJoined ? 1 << 31 : 0)
    self.hash = hash
  }

  package var length: Int { Int(lengthAndJoin & 0x7FFF_FFFF) }
  /// Whether only a space, a hyphen or the like parts the word from the one before.
  package var isJoined: Bool { lengthAndJoin >> 31 == 1 }
  package var range: Range<Int> { Int(start)..<Int(start) + length }
}
