/// Cuts a long text into pieces whose tokens are those of the whole text.
///
/// A piece ends before a space behind a word, which no tokenizer looks across. Where none stands in so
/// many bytes, it ends within other white space, or else between two characters.
package struct TextPieces {
  private let text: UnsafeRawBufferPointer
  private let longest: Int
  private var position = 0

  /// Makes ready to cut a text, which must outlive this.
  ///
  /// - Parameters:
  ///   - text: UTF-8, or anything.
  ///   - longest: Bytes of a piece, at least 4.
  package init(_ text: UnsafeRawBufferPointer, longest: Int = 1 << 16) {
    precondition(longest >= 4, "a character has up to four bytes")
    self.text = text
    self.longest = longest
  }

  /// The next piece, or nil at the end; never empty.
  package mutating func next() -> Range<Int>? {
    guard position < text.count else { return nil }
    let start = position
    position = text.count - start <= longest ? text.count : cut(start, start + longest)
    return start..<position
  }

  private func cut(_ start: Int, _ end: Int) -> Int {
    if let place = last(start, end, { text[$0] == 0x20 && !Self.isSpace(text[$0 - 1]) })
      ?? last(start, end, { Self.isSpace(text[$0]) })
    {
      return place
    }
    for place in stride(from: end, to: end - 4, by: -1) where text[place] & 0xC0 != 0x80 {
      return max(place, start + 1)
    }
    return end
  }

  /// The last place behind the start that fits.
  private func last(_ start: Int, _ end: Int, _ fits: (Int) -> Bool) -> Int? {
    stride(from: end, to: start, by: -1).first(where: fits)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }
}
