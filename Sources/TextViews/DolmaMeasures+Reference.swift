import SafetyCore

extension DolmaMeasures {
  /// Measures the plain way, as the yardstick of the fast kernels.
  package static func reference(_ bytes: some Sequence<UInt8>, words: WordDefinition) -> Self {
    let text = ScalarText(bytes)
    var measures = Self()
    let all = 0..<text.scalars.count
    guard !all.isEmpty else { return measures }
    let found = words == .unicode ? text.unicodeWords() : text.whitespaceWords(in: all)
    let texts = found.map { Array(text.scalars[$0]) }
    measures.wordScalars = texts.reduce(0) { $0 + $1.count }
    measures.measureLines(text.pieces(of: all, betweenLineFeeds: 1).map { text.scalars[$0] })
    for size in 2...10 where texts.count >= size { measures.measureGrams(texts, size: size) }
    return measures
  }

  private mutating func measureLines(_ lines: [ArraySlice<UInt32>]) {
    lineCount = lines.count
    bulletLineCount = lines.count { $0.first == 0x2A || $0.first == 0x2D }
    ellipsisLineCount = lines.count { $0.last == 0x2026 }
    for (line, copies) in Dictionary(grouping: lines, by: { $0 }) where copies.count > 1 {
      repeatedLineCount += copies.count
      repeatedLineScalars += copies.count * line.count
    }
  }

  private mutating func measureGrams(_ words: [[UInt32]], size: Int) {
    var order: [ArraySlice<[UInt32]>] = []
    var counts: [ArraySlice<[UInt32]>: Int] = [:]
    for start in 0...words.count - size {
      let gram = words[start..<start + size]
      if counts[gram] == nil { order.append(gram) }
      counts[gram, default: 0] += 1
    }
    var (best, scalars) = (0, 0)
    for gram in order {
      let length = gram.reduce(0) { $0 + $1.count }
      let count = counts[gram] ?? 0
      if count > best { (best, scalars) = (count, length * count) }
      guard size >= 5 else { continue }
      nGramScalars[size - 5] += length * count
      if count > 1 { repeatedNGramScalars[size - 5] += length * count }
    }
    if size <= 4 { topNGramScalars[size - 2] = scalars }
  }
}
