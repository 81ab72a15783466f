extension TextNormalizer {
  /// Reads single letters kept apart by one separator as a word.
  ///
  /// - Returns: The index after the run of single letters.
  func addSqueezed(from first: Int) -> Int {
    let separatorPlace = words.base[first].range.upperBound
    let separator = folded.base[separatorPlace]
    var end = first
    var letters: [UInt8] = []
    while end < words.count, isSingleLetter(end) {
      let start = Int(words.base[end].start)
      if end > first {
        let gap = start - Int(words.base[end - 1].start)
        guard gap == 2, folded.base[start - 1] == separator else { break }
      }
      if letters.count < 64 { letters.append(folded.base[start]) }
      end += 1
    }
    let count = end - first
    guard count >= 3, count <= 64, " .-_*,/~".utf8.contains(separator) else {
      return max(end, first + 1)
    }
    let span = Int(words.base[first].start)..<Int(words.base[end - 1].start) + 1
    addCandidate(
      .squeezed,
      isStrong: count >= 5 && !isAlphabetical(letters) && !isInitialism(span, separator),
      words: first..<end,
      folded: span,
      reading: letters
    )
    return end
  }

  /// Whether three single letters stand apart by one byte each.
  func startsSqueezed(_ first: Int) -> Bool {
    guard first + 2 < words.count, isSingleLetter(first), isSingleLetter(first + 1),
      isSingleLetter(first + 2)
    else { return false }
    return words.base[first + 2].start - words.base[first].start == 4
  }

  private func isSingleLetter(_ index: Int) -> Bool {
    words.base[index].length == 1 && 0x61...0x7A ~= folded.base[Int(words.base[index].start)]
  }

  /// Lists such as `a b c d e`, or one letter over and over.
  private func isAlphabetical(_ letters: [UInt8]) -> Bool {
    zip(letters, letters.dropFirst()).allSatisfy { $0 <= $1 }
  }

  /// Capitals with full stops between them, as associations write their names.
  private func isInitialism(_ span: Range<Int>, _ separator: UInt8) -> Bool {
    guard separator == UInt8(ascii: ".") else { return false }
    let view = currentView(byteCount: 0)
    return view.sourceRange(of: span).allSatisfy { !(0x61...0x7A ~= source[$0]) }
  }

  /// Reads a letter that stands three times and more as one, and as two.
  func addRepeated(at index: Int) {
    let range = words.base[index].range
    var single: [UInt8] = []
    var double: [UInt8] = []
    var place = range.lowerBound
    var isRepeated = false
    while place < range.upperBound {
      let byte = folded.base[place]
      var count = 1
      while place + count < range.upperBound, folded.base[place + count] == byte { count += 1 }
      let isLong = count >= 3 && 0x61...0x7A ~= byte
      isRepeated = isRepeated || isLong
      let kept = isLong ? 1 : count
      single.append(contentsOf: repeatElement(byte, count: kept))
      double.append(contentsOf: repeatElement(byte, count: isLong ? 2 : count))
      place += count
    }
    guard isRepeated, single.count > 1 else { return }
    for reading in [single, double] {
      addCandidate(
        .repeated,
        isStrong: false,
        words: index..<index + 1,
        folded: range,
        reading: reading
      )
    }
  }
}
