extension TextNormalizer {
  /// Writes the other readings of words that mix scripts, digits, separators or repetitions.
  func findDisguises() {
    addFoldedDisguises()
    var next = 0
    for index in suspects.elements {
      let word = words.base[Int(index)]
      if word.length == 1 {
        // A squeezed word covers many single letters; the next one to look at is past it.
        if Int(index) >= next, startsSqueezed(Int(index)) { next = addSqueezed(from: Int(index)) }
      }
      addSigns(at: Int(index))
      if word.length > 1, word.length <= 64 {
        addLeet(at: Int(index))
        addRepeated(at: Int(index))
      }
    }
  }

  /// Appends a reading; `letters` is at most 64 bytes of folded text.
  func addCandidate(
    _ kind: NormalizedCandidate.Kind,
    isStrong: Bool,
    words range: Range<Int>,
    folded span: Range<Int>,
    reading letters: [UInt8]
  ) {
    let start = folded.count
    // Hashing reads eight bytes past the end.
    folded.reserve(start + letters.count + 16)
    for (offset, byte) in letters.enumerated() { folded.base[start + offset] = byte }
    (folded.base + start + letters.count).update(repeating: 0, count: 16)
    folded.count = start + letters.count + 16
    let word = NormalizedWord(
      start: start,
      length: letters.count,
      isJoined: words.base[range.lowerBound].isJoined,
      hash: NormalizedHash.word(folded.base + start, length: letters.count)
    )
    add(kind, isStrong: isStrong, words: range, folded: span, word)
  }

  private func add(
    _ kind: NormalizedCandidate.Kind,
    isStrong: Bool,
    words range: Range<Int>,
    folded span: Range<Int>,
    _ word: NormalizedWord
  ) {
    candidates.append(
      NormalizedCandidate(
        kind: kind,
        isStrong: isStrong,
        firstWord: Int32(truncatingIfNeeded: range.lowerBound),
        wordCount: Int32(truncatingIfNeeded: range.count),
        word: word,
        foldedStart: UInt32(truncatingIfNeeded: span.lowerBound),
        foldedEnd: UInt32(truncatingIfNeeded: span.upperBound)
      )
    )
  }

  // MARK: Disguises beyond ASCII

  /// Looks at each word in which a suspicious letter stands or an invisible one was removed.
  private func addFoldedDisguises() {
    var letter = 0
    var removal = 0
    guard suspicious.count > 0 || removals.count > 0 else { return }
    for index in 0..<words.count {
      let range = words.base[index].range
      while letter < suspicious.count, Int(suspicious.base[letter]) < range.lowerBound {
        letter += 1
      }
      while removal < removals.count, Int(removals.base[removal]) <= range.lowerBound {
        removal += 1
      }
      if letter == suspicious.count, removal == removals.count { return }
      if removal < removals.count, Int(removals.base[removal]) < range.upperBound {
        add(
          .invisible,
          isStrong: true,
          words: index..<index + 1,
          folded: range,
          words.base[index]
        )
      }
      if letter < suspicious.count, Int(suspicious.base[letter]) < range.upperBound {
        addScriptDisguise(at: index)
      }
    }
  }

  /// Reads the original scalars of a word for letters of another alphabet or style.
  private func addScriptDisguise(at index: Int) {
    let word = words.base[index]
    guard word.length <= 256 else { return }
    let view = currentView(byteCount: 0)
    var tally = ScriptTally()
    var place = view.sourceRange(of: word.range)
    while !place.isEmpty {
      let (scalar, length) = decode(at: place.lowerBound)
      let entry = scalars.table[scalar]
      tally.add(scalar, entry, scalars.lookAlike(scalar))
      place = min(place.lowerBound + length, place.upperBound)..<place.upperBound
    }
    if tally.isMixedScript {
      addCandidate(
        .mixedScript,
        isStrong: true,
        words: index..<index + 1,
        folded: word.range,
        reading: tally.reading
      )
    } else if tally.isStyled {
      add(.styled, isStrong: true, words: index..<index + 1, folded: word.range, word)
    }
  }
}
