/// The calibrated probabilities of every window of one text.
package struct TextClassification: Sendable, Hashable {
  /// How many scores each window has.
  package let labelCount: Int
  /// Byte ranges of the text, ascending; neighbours may overlap; none if the text has no token.
  package private(set) var windows: [Range<Int>] = []
  /// Probabilities by window, then by label.
  package private(set) var scores: [Float] = []

  package init(labelCount: Int) { self.labelCount = labelCount }

  /// Adds a window after those before it.
  package mutating func append(_ window: Range<Int>, scores: some Collection<Float>) {
    precondition(scores.count == labelCount, "one score a label")
    windows.append(window)
    self.scores.append(contentsOf: scores)
  }

  /// The probability of one label in one window.
  package func score(window: Int, label: Int) -> Float { scores[window * labelCount + label] }

  /// The highest probability of a label in any window: whether the text contains it; 0 for no window.
  package func maximum(label: Int) -> Float {
    var highest: Float = 0
    for window in windows.indices {
      let score = score(window: window, label: label)
      // Unknown must not pass for clean, whatever the other windows say.
      if score.isNaN { return score }
      highest = max(highest, score)
    }
    return highest
  }

  /// The mean probability of a label over windows: whether the text is about it; 0 for no window.
  package func mean(label: Int) -> Float {
    guard !windows.isEmpty else { return 0 }
    let sum = windows.indices.reduce(0) { $0 + Double(score(window: $1, label: label)) }
    return Float(sum / Double(windows.count))
  }
}
