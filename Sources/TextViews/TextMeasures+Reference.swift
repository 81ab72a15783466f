import CTextKernels
import SafetyCore

extension TextMeasures {
  private static let stopWords = Set(
    ["the", "be", "to", "of", "and", "that", "have", "with"].map {
      $0.unicodeScalars.map(\.value)
    }
  )

  /// Measures the plain way, as the yardstick of the fast kernels; hundreds of times slower.
  package static func reference(_ bytes: some Sequence<UInt8>, words: WordDefinition) -> Self {
    let text = ScalarText(bytes)
    var measures = Self()
    let all = 0..<text.scalars.count
    let found = words == .unicode ? text.unicodeWords() : text.whitespaceWords(in: all)
    measures.scalarCount = all.count
    measures.hashSignCount = text.count(of: "#", in: all)
    measures.ellipsisCount = text.count(of: "...", in: all) + text.count(of: "…", in: all)
    measures.newlineCount = text.count(of: "\n", in: all)
    measures.measureWords(found, of: text)
    measures.measureRepetition(found, of: text)
    measures.measureLines(of: text)
    measures.measureC4(of: text)
    return measures
  }

  private mutating func measureWords(_ words: [ScalarText.Run], of text: ScalarText) {
    wordCount = words.count
    var stopWordsSeen: Set<[UInt32]> = []
    for word in words {
      if word.contains(where: { !text.has(GST_SIGN, at: $0) }) {
        nonSymbolWordCount += 1
        nonSymbolWordScalars += word.count
      }
      if word.contains(where: { text.has(GST_LETTER, at: $0) }) {
        alphabeticWordCount += 1
      }
      let scalars = Array(text.scalars[word])
      if Self.stopWords.contains(scalars) {
        stopWordCount += 1
        stopWordsSeen.insert(scalars)
      }
      if scalars.contains(0x23) || scalars.contains(0x2026) { symbolWordCount += 1 }
    }
    distinctStopWordCount = stopWordsSeen.count
    let lengths = words.map(\.count).sorted()
    guard !lengths.isEmpty else { return }
    doubledMedianWordLength = lengths[(lengths.count - 1) / 2] + lengths[lengths.count / 2]
  }

  private mutating func measureRepetition(_ words: [ScalarText.Run], of text: ScalarText) {
    let all = 0..<text.scalars.count
    let paragraphs = text.pieces(of: text.stripped(all), betweenLineFeeds: 2)
    paragraphCount = paragraphs.count
    (duplicateParagraphCount, duplicateParagraphScalars) = Self.duplicates(paragraphs, of: text)
    let lines = text.pieces(of: all, betweenLineFeeds: 1)
    lineCount = lines.count
    (duplicateLineCount, duplicateLineScalars) = Self.duplicates(lines, of: text)
    let texts = words.map { Array(text.scalars[$0]) }
    for size in 2...4 { topNGramScalars[size - 2] = Self.topScalars(texts, size: size) }
    for size in 5...10 { duplicateNGramScalars[size - 5] = Self.repeatedScalars(texts, size: size) }
  }

  static func duplicates(_ runs: [ScalarText.Run], of text: ScalarText) -> (Int, Int) {
    var seen: Set<ArraySlice<UInt32>> = []
    var (count, scalars) = (0, 0)
    for run in runs where !seen.insert(text.scalars[run]).inserted {
      count += 1
      scalars += run.count
    }
    return (count, scalars)
  }

  /// The most frequent n-gram, the earliest of equals: its length with spaces times its count.
  private static func topScalars(_ words: [[UInt32]], size: Int) -> Int {
    guard words.count >= size else { return 0 }
    var places: [[UInt32]: (first: Int, count: Int)] = [:]
    var best = (first: Int.max, count: 0, scalars: 0)
    for start in 0...words.count - size {
      let gram = Array(words[start..<start + size].joined(separator: [0x20]))
      places[gram, default: (start, 0)].count += 1
    }
    for (gram, place) in places {
      let isBetter =
        place.count == best.count ? place.first < best.first : place.count > best.count
      if isBetter { best = (place.first, place.count, gram.count) }
    }
    return best.count * best.scalars
  }

  /// Scalars of n-grams seen before, words joined without spaces, found ones skipped whole.
  private static func repeatedScalars(_ words: [[UInt32]], size: Int) -> Int {
    var seen: Set<[UInt32]> = []
    var (scalars, start) = (0, 0)
    while start + size <= words.count {
      let gram = Array(words[start..<start + size].joined())
      if seen.insert(gram).inserted {
        start += 1
      } else {
        scalars += gram.count
        start += size
      }
    }
    return scalars
  }
}
