/// Another reading of one or more words, for a text that hides what it says.
package struct NormalizedCandidate: BitwiseCopyable, Sendable {
  /// The disguise that a reading takes off.
  package enum Kind: UInt8, BitwiseCopyable, Sendable, CaseIterable {
    /// Letters of two alphabets that look alike in one word.
    case mixedScript
    /// Mathematical, circled or full-width letters, already folded in the text itself.
    case styled
    /// Invisible characters inside a word, already taken out of the text itself.
    case invisible
    /// Digits and signs for letters.
    case leet
    /// Single letters kept apart by a separator.
    case squeezed
    /// A letter three and more times in a row.
    case repeated
  }

  package var kind: Kind
  /// True where no innocent writing looks like this, whatever the word read.
  package var isStrong: Bool
  /// The index of the first word that the reading replaces.
  package var firstWord: Int32
  /// How many words it replaces.
  package var wordCount: Int32
  /// The reading; its bytes stand in `NormalizedText.bytes` past the text.
  package var word: NormalizedWord
  /// Where the disguised form begins and ends in the folded text.
  package var foldedStart: UInt32
  package var foldedEnd: UInt32
}
