/// Texts of neighbouring scores: what was predicted for them and what is true of them.
package struct CalibrationBin: Sendable, Hashable {
  package private(set) var count = 0
  private var scoreSum = 0.0
  private var positiveSum = 0.0

  /// The mean probability that was predicted; 0 for no text.
  package var meanScore: Double { count == 0 ? 0 : scoreSum / Double(count) }

  /// The share of texts with the label; 0 for no text.
  package var positiveShare: Double { count == 0 ? 0 : positiveSum / Double(count) }

  mutating func add(_ texts: Int, score: Double, positiveShare: Double) {
    count += texts
    scoreSum += score * Double(texts)
    positiveSum += positiveShare * Double(texts)
  }
}
