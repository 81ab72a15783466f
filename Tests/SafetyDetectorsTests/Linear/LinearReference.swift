import SafetyDetectors

/// The definition of the scores in the plainest words: no cache, no blocks, no vectors.
struct LinearReference {
  let model: LinearModel
  let window: Int

  init(_ model: LinearModel, window: Int) {
    self.model = model
    self.window = window
  }

  func scores(_ text: FoldedWords) -> [Double] {
    LinearLabel.allCases.indices.map { label in
      windows(text.words.count).map { score($0, label, text) }.max() ?? 0
    }
  }

  private func windows(_ count: Int) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    while start < count {
      ranges.append(start..<min(start + window, count))
      if start + window >= count { break }
      start += window / 2
    }
    return ranges
  }

  private func score(_ words: Range<Int>, _ label: Int, _ text: FoldedWords) -> Double {
    var sum = 0
    for index in words {
      for bucket in text.buckets(of: index, model.features) { sum += weight(bucket, label) }
      guard index > 0 else { continue }
      let pair = model.features.bucket(pair: text.hashes[index - 1], text.hashes[index])
      sum += weight(model.features.firstPair + pair, label)
    }
    return model.curves[label].score(model.value(label, sum: sum, words: words.count))
  }

  private func weight(_ row: Int, _ label: Int) -> Int {
    Int(Int8(bitPattern: model.weights[row * LinearLabel.allCases.count + label]))
  }
}
