/// What a single scalar past ASCII is read as, where that does not hang on its neighbours.
package enum LetterReading {
  /// The lower-case ASCII letter or digit that a scalar looks like or folds to, else nil.
  package static func asciiLetter(_ scalar: UInt32) -> UInt32? {
    let scalars = NormalizedScalars.shared
    let entry = scalars.table[scalar]
    if entry & NormalizedScalars.isDisguised != 0, let disguise = scalars.disguise(scalar) {
      return UInt32(disguise.letter)
    }
    if entry & NormalizedScalars.isExpansion != 0 { return nil }
    if let alike = scalars.lookAlike(scalar) { return UInt32(alike.letter) }
    let folded = scalars.withoutMarks(scalar ^ (entry & NormalizedScalars.changeMask))
    return folded < 0x80 ? folded : nil
  }
}
