/// A text folded for matching, cut into words, with a way back to the bytes it came from.
///
/// Case, compatibility forms and invisible characters inside words are folded away; what is left
/// reads as a person would read it. Valid until the normaliser takes up the next text.
package struct NormalizedText {
  /// The folded UTF-8, then at least 64 bytes of padding, then the readings of `candidates`.
  package let bytes: UnsafePointer<UInt8>
  /// Bytes of the folded text, padding and candidates not counted.
  package let byteCount: Int
  /// All words in order.
  package let words: UnsafeBufferPointer<NormalizedWord>
  /// Other readings of disguised words, in order of kind and then of place.
  package let candidates: UnsafeBufferPointer<NormalizedCandidate>
  /// Offsets in the original text of invisible characters that no orthography asks for.
  package let misplacedInvisibles: UnsafeBufferPointer<UInt32>

  let source: UnsafeRawBufferPointer
  let breaks: UnsafeBufferPointer<NormalizedBreak>

  /// The bytes of the original text that a range of the folded text came from.
  ///
  /// Widened to whole Unicode scalars. O(log n) in the number of places where lengths differ.
  package func sourceRange(of folded: Range<Int>) -> Range<Int> {
    guard !folded.isEmpty else {
      let place = sourceOffset(folded.lowerBound)
      return place..<place
    }
    let start = sourceOffset(folded.lowerBound)
    let last = sourceOffset(folded.upperBound - 1)
    var end = last + 1
    while end < source.count, source[end] & 0xC0 == 0x80 { end += 1 }
    return start..<max(start, end)
  }

  /// The original bytes' offset of the scalar that a folded byte came from.
  private func sourceOffset(_ folded: Int) -> Int {
    var low = 0
    var high = breaks.count
    while low < high {
      let middle = (low + high) / 2
      if Int(breaks[middle].folded) <= folded { low = middle + 1 } else { high = middle }
    }
    var offset = folded
    if low > 0 {
      offset = Int(breaks[low - 1].source) + folded - Int(breaks[low - 1].folded)
    }
    if low < breaks.count { offset = min(offset, Int(breaks[low].source) - 1) }
    offset = min(max(offset, 0), max(source.count - 1, 0))
    while offset > 0, source[offset] & 0xC0 == 0x80 { offset -= 1 }
    return offset
  }
}
