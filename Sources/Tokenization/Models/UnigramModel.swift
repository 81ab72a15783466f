import Diagnostics

/// Pieces with logarithms of probabilities; the likeliest way to cut a text is taken.
struct UnigramModel: Sendable {
  let pieces: Vocabulary
  let trie: ByteTrie
  let scores: [Double]
  let unknown: Int32
  /// The score of a character without a piece: well below that of every piece.
  var unknownScore: Double
  /// Whether sums are kept in 32 bits, as SentencePiece keeps them.
  var isSinglePrecision = false
  /// The ids of the byte tokens, nil without byte fallback.
  let fallbackIDs: [Int32]?

  /// Builds the trie.
  ///
  /// - Parameters:
  ///   - pieces: All pieces.
  ///   - scores: One for each id.
  ///   - unknown: The id of the unknown piece.
  ///   - hasFallback: Whether unknown text is spelled by byte tokens.
  ///   - problem: Names the file in errors.
  /// - Throws: `Diagnostic` where there are too many pieces for a trie.
  init(
    pieces: Vocabulary,
    scores: [Double],
    unknown: Int32,
    hasFallback: Bool,
    problem: TokenizerProblem
  ) throws(Diagnostic) {
    var trie = ByteTrie(capacity: pieces.count * 4)
    try pieces.forEachToken { (token, id) throws(Diagnostic) in
      guard !token.isEmpty else { return }
      guard trie.insert(token, value: id) else {
        throw problem.tooLarge("model.vocab", "is too large")
      }
    }
    self.pieces = pieces
    self.trie = trie
    self.scores = scores
    self.unknown = unknown
    unknownScore = (scores.min() ?? 0) - 10
    fallbackIDs = hasFallback ? BytePairModel.fallbackIDs(in: pieces) : nil
  }
}
