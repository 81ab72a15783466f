import TextViews

/// The words of a folded text, of which scripts without spaces have one a character.
///
/// So an n-gram of Chinese, Japanese, Thai, Lao, Khmer or Burmese is a run of as many characters.
final class ContaminationWords {
  private var words: [NormalizedWord] = []

  /// Lends the words of a text; those of the view itself where nothing has to be cut.
  func withWords<Result>(
    of view: NormalizedText,
    isASCII: Bool,
    _ body: (UnsafeBufferPointer<NormalizedWord>) throws -> Result
  ) rethrows -> Result {
    // Every script without spaces is written in three bytes and more.
    let bytes = UnsafeBufferPointer(start: view.bytes, count: view.byteCount)
    guard !isASCII, bytes.contains(where: { $0 >= 0xE0 }) else { return try body(view.words) }
    words.removeAll(keepingCapacity: true)
    for word in view.words { cut(word, of: view.bytes) }
    return try words.withUnsafeBufferPointer(body)
  }

  private func cut(_ word: NormalizedWord, of bytes: UnsafePointer<UInt8>) {
    var start = word.range.lowerBound
    var place = start
    while place < word.range.upperBound {
      let length = Self.length(of: bytes[place])
      if length > 2, Self.isUnspaced(Self.scalar(bytes + place, length)) {
        append(start..<place, of: bytes)
        append(place..<place + length, of: bytes)
        start = place + length
      }
      place += length
    }
    append(start..<word.range.upperBound, of: bytes)
  }

  private func append(_ range: Range<Int>, of bytes: UnsafePointer<UInt8>) {
    guard !range.isEmpty else { return }
    let hash = NormalizedHash.word(bytes + range.lowerBound, length: range.count)
    words.append(
      NormalizedWord(start: range.lowerBound, length: range.count, isJoined: false, hash: hash)
    )
  }

  private static func length(of lead: UInt8) -> Int {
    switch lead {
    case ..<0xC0: 1
    case ..<0xE0: 2
    case ..<0xF0: 3
    default: 4
    }
  }

  private static func scalar(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    let first = UInt32(bytes[0]) & (length == 3 ? 0x0F : 0x07)
    return (1..<length).reduce(first) { $0 << 6 | UInt32(bytes[$1] & 0x3F) }
  }

  /// Whether a letter is of a script that puts no space between words.
  static func isUnspaced(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: true
    case 0x2E80...0x2FDF, 0x3005...0x3007, 0x3040...0x30FF, 0x31F0...0x31FF: true
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
    default: false
    }
  }
}
