import Diagnostics

/// Longest matches from the left, those within a word marked by a prefix such as `##`.
struct WordPieceModel: Sendable {
  let unknown: Int32
  /// A word of more characters is unknown as a whole.
  let longestWord: Int
  let continuingPrefix: [UInt8]
  private let trie: ByteTrie
  /// Where the pieces within a word begin, `ByteTrie.none` where there are none.
  private let continuing: UInt32

  /// Builds the trie.
  ///
  /// - Parameters:
  ///   - vocabulary: All tokens.
  ///   - unknown: The id of the unknown token.
  ///   - continuingPrefix: Marks pieces within a word.
  ///   - longestWord: In characters.
  ///   - problem: Names the file in errors.
  /// - Throws: `Diagnostic` where the vocabulary is too large for a trie.
  init(
    vocabulary: Vocabulary,
    unknown: Int32,
    continuingPrefix: [UInt8],
    longestWord: Int,
    problem: TokenizerProblem
  ) throws(Diagnostic) {
    var trie = ByteTrie(capacity: vocabulary.count * 4)
    try vocabulary.forEachToken { (token, id) throws(Diagnostic) in
      guard trie.insert(token, value: id) else {
        throw problem.tooLarge("model.vocab", "is too large")
      }
    }
    self.trie = trie
    self.unknown = unknown
    self.continuingPrefix = continuingPrefix
    self.longestWord = longestWord
    continuing = trie.node(after: continuingPrefix)
  }

  /// Appends the tokens of a word.
  ///
  /// - Parameters:
  ///   - word: Normalised bytes, not empty.
  ///   - characters: How many they are.
  ///   - places: Gives the original range of a range of the word's bytes.
  ///   - output: Receives one token at least.
  func encode(
    _ word: UnsafeRawBufferPointer,
    characters: Int,
    places: (Int, Int) -> (Int32, Int32),
    into output: inout TokenBuffer
  ) {
    let first = output.count
    var start = characters > longestWord ? word.count : 0
    var failed = start > 0
    while start < word.count {
      let (id, end) = longestMatch(word, from: start)
      guard id >= 0 else {
        failed = true
        break
      }
      let (from, to) = places(start, end)
      output.append(id, from, to)
      start = end
    }
    guard failed else { return }
    output.count = first
    let (from, to) = places(0, word.count)
    output.append(unknown, from, to)
  }

  @inline(__always)
  private func longestMatch(_ word: UnsafeRawBufferPointer, from start: Int) -> (Int32, Int) {
    var node = start == 0 ? ByteTrie.root : continuing
    var best: (Int32, Int) = (-1, start)
    var position = start
    while position < word.count, node != ByteTrie.none {
      node = trie.child(of: node, word[position])
      guard node != ByteTrie.none else { break }
      position += 1
      let id = trie.value(node)
      if id >= 0 { best = (id, position) }
    }
    return best
  }
}
