import CTextKernels

extension TextMeasures {
  private static let policyPhrases = [
    "terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies",
    "use cookies",
  ]

  mutating func measureLines(of text: ScalarText) {
    for line in text.splitLines() {
      splitLineCount += 1
      let core = text.stripped(line)
      if let first = core.first, [0x2022, 0x2D].contains(text.scalars[first]) {
        bulletLineCount += 1
      }
      if text.ends(core, with: "...") || text.ends(core, with: "…") { ellipsisLineCount += 1 }
    }
    let lines = text.lineFeedLines().filter { !text.stripped($0).isEmpty }
    nonBlankLineCount = lines.count
    terminatedLineCount = lines.count { text.has(GST_TERMINAL, at: $0.upperBound - 1) }
    shortLineCount = lines.count { $0.count <= 30 }
    duplicateNonBlankLineScalars = Self.duplicates(lines, of: text).1
  }

  mutating func measureC4(of text: ScalarText) {
    for line in text.splitLines() {
      let core = text.stripped(line)
      let words = text.whitespaceWords(in: core)
      guard !words.contains(where: { $0.count > 1000 }) else {
        c4LongWordLines += 1
        continue
      }
      measureC4Line(text.withoutCitations(core), words: words.count)
    }
  }

  /// Causes are counted in the order of the original; the lenient figures ignore the first.
  private mutating func measureC4Line(_ line: ScalarText, words: Int) {
    let all = 0..<line.scalars.count
    let isTerminated =
      [".", "?", "!", "\"", "'"].contains { line.ends(all, with: $0) }
      && !line.ends(all, with: "...")
    if !isTerminated { c4UnterminatedLines += 1 }
    guard words >= 3 else {
      if isTerminated { c4ShortLines += 1 }
      return
    }
    let lowered = line.lowered()
    if lowered.count(of: "lorem ipsum", in: all) > 0 {
      hasLenientLoremIpsum = true
      if isTerminated { hasLoremIpsum = true }
    }
    if lowered.count(of: "javascript", in: all) > 0 {
      if isTerminated { c4ScriptLines += 1 }
      return
    }
    if line.count(of: "{", in: all) > 0 {
      hasLenientCurlyBracket = true
      if isTerminated { hasCurlyBracket = true }
    }
    if Self.policyPhrases.contains(where: { lowered.count(of: $0, in: all) > 0 }) {
      if isTerminated { c4PolicyLines += 1 }
      return
    }
    let sentences = line.sentenceCount()
    c4LenientSentenceCount += sentences
    if isTerminated { c4SentenceCount += sentences }
  }
}

extension ScalarText {
  /// Lower case as far as the phrases can tell: ASCII, and the Kelvin sign for `k`.
  func lowered() -> ScalarText {
    ScalarText(
      scalars: scalars.map { scalar in
        switch scalar {
        case 0x41...0x5A: scalar + 32
        case 0x212A: 0x6B
        default: scalar
        }
      }
    )
  }

  /// The run without `[12]`, `[]`, `[edit]` and `[citation needed]`.
  func withoutCitations(_ run: Run) -> ScalarText {
    var kept: [UInt32] = []
    var index = run.lowerBound
    while index < run.upperBound {
      if let end = citationEnd(at: index, in: run) {
        index = end
      } else {
        kept.append(scalars[index])
        index += 1
      }
    }
    return ScalarText(scalars: kept)
  }

  private func citationEnd(at index: Int, in run: Run) -> Int? {
    guard scalars[index] == 0x5B else { return nil }
    for text in ["[edit]", "[citation needed]"] {
      let wanted = text.unicodeScalars.map(\.value)
      if scalars[index..<run.upperBound].starts(with: wanted) { return index + wanted.count }
    }
    var end = index + 1
    while end < run.upperBound, has(GST_DIGIT, at: end) { end += 1 }
    return end < run.upperBound && scalars[end] == 0x5D ? end + 1 : nil
  }
}
