/// A weighted phrase of a lexicon, folded and cut into words as texts are.
package struct LexiconTerm: Sendable, Hashable {
  /// One to four folded words in UTF-8.
  package var words: [[UInt8]]
  /// More than 0, at most 10; the shipped lists use 0.1 to 4.
  package var weight: Double
  package var category: LexiconCategory

  init(words: [[UInt8]], weight: Double, category: LexiconCategory) {
    self.words = words
    self.weight = weight
    self.category = category
  }
}
