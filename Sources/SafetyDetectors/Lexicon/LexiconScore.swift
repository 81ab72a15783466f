/// From weighted hits to a score between 0 and 1.
///
/// With `S` the evidence of a category and `n` the words of the document,
/// `e = max(0, S − background · n)` and `score = e / (e + scale · √max(n, shortest))`. The k-th
/// occurrence of a term adds its weight divided by k to `S`. A category with a single distinct
/// term stays at `soleTermLimit` at most, whatever its weight or count.
package enum LexiconScore {
  /// The evidence of innocent text grows with its length; this much a word is expected.
  static let background = 0.02
  /// At a score of one half the evidence equals this times the root of the length.
  static let scale = 1.2
  /// Shorter documents count as this long, so that two words are no density.
  static let shortest = 20
  static let soleTermLimit = 0.45
  /// Terms this many words from a word of medicine, news or law weigh less.
  static let contextReach = 12
  static let contextFactor = 0.4

  /// The score of one category of one document.
  package static func value(evidence: Double, distinctTerms: Int, words: Int) -> Double {
    guard distinctTerms > 0 else { return 0 }
    let excess = max(0, evidence - background * Double(words))
    let length = Double(max(words, shortest)).squareRoot()
    let score = excess / (excess + scale * length)
    return distinctTerms > 1 ? score : min(score, soleTermLimit)
  }
}
