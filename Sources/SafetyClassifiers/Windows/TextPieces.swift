/// Cuts a long text into pieces whose tokens are those of the whole text.
///
/// A piece ends where white space begins, which no tokenizer looks across; where there is no such
/// place in so many bytes, within white space, or else between two characters.
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
    for place in stride(from: end, to: start, by: -1)
    where Self.isSpace(text[place]) && !Self.isSpace(text[place - 1]) {
      return place
    }
    for place in stride(from: end, to: start, by: -1) where Self.isSpace(text[place]) {
      return place
    }
    for place in stride(from: end, to: end - 4, by: -1) where text[place] & 0xC0 != 0x80 {
      return max(place, start + 1)
    }
    return end
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }
}
