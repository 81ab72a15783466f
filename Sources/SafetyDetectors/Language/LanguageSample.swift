/// A bounded part of a text from three places of it, for detectors that cost too much on all of it.
struct LanguageSample {
  private(set) var bytes: [UInt8] = []
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
    bytes.reserveCapacity(limit + 8)
  }

  /// Takes the whole of a short text, or as much from its beginning, middle and end.
  mutating func fill(from text: UnsafeRawBufferPointer) {
    bytes.removeAll(keepingCapacity: true)
    guard text.count > limit else {
      bytes.append(contentsOf: text)
      return
    }
    let part = limit / 3
    for start in [0, (text.count - part) / 2, text.count - part] {
      append(text, start..<start + part)
      bytes.append(UInt8(ascii: "\n"))
    }
  }

  /// Leaves out what is cut in two at either side: a word, or a scalar where there are no spaces.
  private mutating func append(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) {
    var start = range.lowerBound
    var end = range.upperBound
    if start > 0 {
      let reach = min(range.upperBound, start + 32)
      let space = (start..<reach).first { text[$0] == UInt8(ascii: " ") }
      start = space ?? start
      while start < end, text[start] & 0xC0 == 0x80 { start += 1 }
    }
    if end < text.count { while end > start, text[end] & 0xC0 == 0x80 { end -= 1 } }
    bytes.append(contentsOf: text[start..<end])
  }
}
