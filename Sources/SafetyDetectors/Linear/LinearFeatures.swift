/// What a linear classifier looks at: words, parts of words and pairs of words, by buckets.
package struct LinearFeatures: Sendable, Hashable {
  /// Binary logarithm of the number of buckets for words and their parts.
  let wordBits: Int
  /// The same for pairs.
  let pairBits: Int
  /// Lengths in bytes of the parts of words; none where the range is empty.
  let grams: Range<Int>
}
