extension TextNormalizer {
  /// Reads digits inside a word as letters.
  func addLeet(at index: Int) {
    let range = words.base[index].range
    var tally = LeetTally()
    for place in range { tally.add(folded.base[place]) }
    guard tally.isReadable else { return }
    let isStrong = tally.isStrong
    addReadings(tally, isStrong: isStrong, words: index..<index + 1, folded: range)
  }

  /// Reads the signs before and between words as letters, such as a dollar sign for an s.
  func addSigns(at index: Int) {
    let word = words.base[index].range
    guard word.lowerBound > 0, Self.isSign(folded.base[word.lowerBound - 1]) else { return }
    var after = word.upperBound
    while Self.isSign(folded.base[after]) { after += 1 }
    let isFollowed = after > word.upperBound && index + 1 < words.count
    // The last word of a chain reads the whole of it.
    if isFollowed, words.base[index + 1].range.lowerBound == after { return }
    var first = index
    var start = word.lowerBound
    while start > 0, word.upperBound - start <= 64, Self.isSign(folded.base[start - 1]) {
      start -= 1
      guard first > 0, words.base[first - 1].range.upperBound == start else { continue }
      first -= 1
      start = words.base[first].range.lowerBound
    }
    guard word.upperBound - start <= 64 else { return }
    var tally = LeetTally()
    for place in start..<word.upperBound { tally.add(folded.base[place]) }
    guard tally.isReadable else { return }
    addReadings(tally, isStrong: false, words: first..<index + 1, folded: start..<word.upperBound)
  }

  private func addReadings(
    _ tally: LeetTally,
    isStrong: Bool,
    words range: Range<Int>,
    folded span: Range<Int>
  ) {
    addCandidate(
      .leet,
      isStrong: isStrong,
      words: range,
      folded: span,
      reading: tally.reading
    )
    guard tally.hasSecondReading else { return }
    addCandidate(
      .leet,
      isStrong: isStrong,
      words: range,
      folded: span,
      reading: tally.secondReading
    )
  }
}
