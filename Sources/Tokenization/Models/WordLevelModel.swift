/// Whole pieces, each a token or unknown.
struct WordLevelModel: Sendable {
  let words: Vocabulary
  /// Without it an unknown word is left out.
  let unknown: Int32?
}
