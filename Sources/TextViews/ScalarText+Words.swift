import CTextKernels

extension ScalarText {
  /// Segments of Unicode Standard Annex 29 that hold a letter or a digit.
  func unicodeWords() -> [Run] {
    var words: [Run] = []
    var index = 0
    while index < scalars.count {
      let end = segmentEnd(from: index)
      let isWord = (index..<end).contains { has(GST_ALPHANUMERIC, at: $0) }
      if isWord { words.append(index..<end) }
      index = end
    }
    return words
  }

  private func breakClass(_ index: Int) -> Int {
    index < classes.count ? Int(classes[index]) >> GST_WORD_BREAK_SHIFT : 0
  }

  private func skippingExtenders(_ index: Int) -> Int {
    var index = index
    while breakClass(index) == GST_WB_EXTEND { index += 1 }
    return index
  }

  private func segmentEnd(from start: Int) -> Int {
    var last = breakClass(start)
    guard last != 0, last < 6 else {
      let isWord = has(GST_ALPHANUMERIC, at: start)
      return isWord ? skippingExtenders(start + 1) : start + 1
    }
    var end = skippingExtenders(start + 1)
    while true {
      let next = breakClass(end)
      if Self.joins(last, next) {
        last = next
        end = skippingExtenders(end + 1)
        continue
      }
      let beyond = skippingExtenders(end + 1)
      guard Self.bridges(last, next, breakClass(beyond)) else {
        // Hebrew geresh ends its word.
        let isGeresh = last == 2 && next == GST_WB_SINGLE_QUOTE
        return isGeresh ? beyond : end
      }
      last = breakClass(beyond)
      end = skippingExtenders(beyond + 1)
    }
  }

  private static func joins(_ left: Int, _ right: Int) -> Bool {
    switch (left, right) {
    case (1...3, 1...3), (4, 4), (1...5, 5), (5, 1...4): true
    default: false
    }
  }

  private static func bridges(_ left: Int, _ middle: Int, _ right: Int) -> Bool {
    switch (left, middle, right) {
    case (1...2, 7, 1...2), (1...2, 9...10, 1...2), (3, 8...10, 3), (2, 11, 2): true
    default: false
    }
  }
}
