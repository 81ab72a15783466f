/// Finds where sentences end, byte by byte and without memory of the text.
///
/// A line's end ends a sentence. So does a terminal sign before white space, unless a small letter
/// follows or the sign stands behind a single capital, as in `J. Lamp`; signs of scripts without
/// spaces end one wherever they stand. It only decides where windows may be cut.
package struct SentenceEnds {
  private let text: UnsafeRawBufferPointer
  private var position = 0

  /// Makes ready to read a text, which must outlive this.
  package init(_ text: UnsafeRawBufferPointer) { self.text = text }

  /// The place behind the next sentence, closing signs included; the text's end when all is read.
  package mutating func next() -> Int {
    while position < text.count {
      let start = position
      let byte = text[start]
      position += 1
      switch byte {
      case 0x0A, 0x0D:
        return start
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
        if let end = end(behind: start) { return end }
      case 0xC2...0xF4:
        if let length = signLength(at: start) {
          position = start + length
          skipClosers()
          return position
        }
      default: break
      }
    }
    return text.count
  }

  private mutating func end(behind sign: Int) -> Int? {
    while position < text.count, isTerminal(text[position]) { position += 1 }
    skipClosers()
    let end = position
    guard end < text.count else { return end }
    guard Self.isSpace(text[end]) else { return nil }
    guard text[sign] == UInt8(ascii: ".") else { return end }
    var next = end
    while next < text.count, Self.isSpace(text[next]) { next += 1 }
    if next < text.count, 0x61...0x7A ~= text[next] { return nil }
    return isInitial(before: sign) ? nil : end
  }

  private func isInitial(before sign: Int) -> Bool {
    guard sign >= 1, 0x41...0x5A ~= text[sign - 1] else { return false }
    return sign == 1 || Self.isSpace(text[sign - 2]) || text[sign - 2] == UInt8(ascii: ".")
  }

  /// The bytes of a terminal sign of another script: Arabic, danda, ideographic, an ellipsis.
  private func signLength(at start: Int) -> Int? {
    guard start + 1 < text.count else { return nil }
    let (first, second) = (text[start], text[start + 1])
    if first < 0xE0 {
      return (first == 0xD8 && second == 0x9F) || (first == 0xDB && second == 0x94) ? 2 : nil
    }
    guard start + 2 < text.count else { return nil }
    switch (first, second, text[start + 2]) {
    case (0xE0, 0xA5, 0xA4), (0xE3, 0x80, 0x82), (0xEF, 0xBC, 0x81), (0xEF, 0xBC, 0x9F),
      (0xEF, 0xBD, 0xA1), (0xE2, 0x80, 0xA6):
      return 3
    default: return nil
    }
  }

  private mutating func skipClosers() {
    while position < text.count, let length = closerLength(at: position) { position += length }
  }

  /// The bytes of a quotation mark or bracket that belongs to the sentence before it.
  private func closerLength(at place: Int) -> Int? {
    switch text[place] {
    case 0x22, 0x27, 0x29, 0x5D, 0x7D: return 1
    case 0xC2: return place + 1 < text.count && text[place + 1] == 0xBB ? 2 : nil
    case 0xE2, 0xE3:
      guard place + 2 < text.count, text[place + 1] == 0x80 else { return nil }
      let last = text[place + 2]
      let isCloser =
        text[place] == 0xE2 ? last == 0x99 || last == 0x9D : last == 0x8D || last == 0x8F
      return isCloser ? 3 : nil
    default: return nil
    }
  }

  private func isTerminal(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }
}
