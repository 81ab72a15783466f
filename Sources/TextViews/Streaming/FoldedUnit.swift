/// A character of a text as matchers of streams see it, with the bytes it came from.
package struct FoldedUnit: BitwiseCopyable, Sendable {
  /// Folded: lower case, without compatibility forms, composed with its marks.
  package var scalar: UInt32
  /// Read through disguise: look-alikes of other alphabets as ASCII, Latin letters without marks.
  ///
  /// A sign with a letter of ASCII passes for it: with a disguise of 2 anywhere, else before a letter.
  package var letter: UInt32
  /// The bytes of the original text, marks included.
  package var start: Int
  package var end: Int
  /// Invisible characters and stray marks passed over since the unit before.
  package var dropped: UInt16
  /// How much the writing looks like a disguise: 2 for sure, 1 for a mark of usual spelling.
  package var disguise: UInt8
  /// Letters and digits.
  package var isWord: Bool
  /// Scripts that put no spaces between words: each character is a word of its own.
  package var standsAlone: Bool
  /// More was passed over than is allowed: no term goes on across this.
  package var isBreak: Bool

  @inlinable
  package init(
    scalar: UInt32,
    letter: UInt32,
    start: Int,
    end: Int,
    dropped: UInt16,
    disguise: UInt8,
    isWord: Bool,
    standsAlone: Bool,
    isBreak: Bool
  ) {
    self.scalar = scalar
    self.letter = letter
    self.start = start
    self.end = end
    self.dropped = dropped
    self.disguise = disguise
    self.isWord = isWord
    self.standsAlone = standsAlone
    self.isBreak = isBreak
  }
}
