/// Byte ranges of a text, made fit to be read on their own.
package enum Passages {
  /// Bytes to look for the end of a sentence in; longer sentences are cut between words.
  private static let reach = 240

  /// Widens ranges to whole sentences, or at least words, and joins those that then touch.
  ///
  /// - Parameters:
  ///   - ranges: In any order, on whole characters.
  ///   - text: UTF-8.
  /// - Returns: Ascending ranges that do not touch.
  package static func widened(_ ranges: [Range<Int>], in text: UnsafeRawBufferPointer) -> [Range<
    Int
  >] {
    var joined: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      let wide = start(of: range.lowerBound, in: text)..<end(of: range.upperBound, in: text)
      guard let last = joined.last, last.upperBound >= wide.lowerBound else {
        joined.append(wide)
        continue
      }
      joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, wide.upperBound)
    }
    return joined
  }

  /// Where the sentence begins, else the word, else the place itself.
  private static func start(of place: Int, in text: UnsafeRawBufferPointer) -> Int {
    let first = max(0, place - reach)
    var word = place
    for index in stride(from: place, to: first, by: -1) {
      if isBoundary(index, in: text) { return index }
      if isSpace(text[index - 1]) { word = index }
    }
    return first == 0 ? 0 : word
  }

  /// Where the sentence ends, else the word, else the place itself.
  private static func end(of place: Int, in text: UnsafeRawBufferPointer) -> Int {
    let last = min(text.count, place + reach)
    var word = place
    for index in place..<last {
      if index > 0, isBoundary(index, in: text) { return index }
      if isSpace(text[index]) { word = index }
    }
    return last == text.count ? last : word
  }

  /// Whether a sentence ends before the place: at a line's end, or at white space after a stop.
  private static func isBoundary(_ place: Int, in text: UnsafeRawBufferPointer) -> Bool {
    let before = text[place - 1]
    if before == 0x0A { return true }
    guard isSpace(before), place >= 2 else { return false }
    return [0x2E, 0x21, 0x3F].contains(text[place - 2])
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
