import TextViews

/// Finds phrases in the other readings of disguised words, with their neighbours in plain sight.
struct DisguisedWords {
  private var window: [NormalizedWord] = []

  /// Calls `body` with each candidate through which a phrase is found, and the phrase.
  ///
  /// The two readings of one disguise count once, by the first that is found.
  mutating func forEachMatch(
    of index: PhraseIndex,
    in view: NormalizedText,
    _ body: (_ phrase: Int, _ candidate: NormalizedCandidate) -> Void
  ) {
    var lastWord: Int32 = -1
    for candidate in view.candidates {
      // Styled letters and invisible characters are folded away in the text itself.
      guard candidate.kind != .styled, candidate.kind != .invisible,
        candidate.firstWord != lastWord, index.mayContain(candidate.word)
      else { continue }
      let first = Int(candidate.firstWord)
      let before = max(0, first - 3)..<first
      let behind = first + Int(candidate.wordCount)
      let after = behind..<min(view.words.count, behind + 3)
      window.removeAll(keepingCapacity: true)
      window += view.words[before]
      window.append(candidate.word)
      window += view.words[after]
      var found: Int?
      window.withUnsafeBufferPointer { words in
        index.forEachMatch(in: words, of: view.bytes, overlapping: true) { phrase, start, count in
          if found == nil, start <= before.count, start + count > before.count { found = phrase }
        }
      }
      guard let found else { continue }
      lastWord = candidate.firstWord
      body(found, candidate)
    }
  }
}
