/// Which alphabet a text is in at one place, so that its own words are taken for no disguise.
///
/// A Russian word of letters that all pass for Latin ones is an ordinary word behind a letter that
/// no Latin one looks like, unless a letter of ASCII stands in it.
struct ScriptContext {
  /// Bytes within which a letter of an alphabet says that the text is written in it.
  private static let reach = 64

  private var script: WritingScript?
  private var end = 0
  /// Whether the word at hand has look-alikes that were taken for letters of their own alphabet.
  private(set) var isQuiet = false
  /// Whether a Latin letter stands in the word at hand, directly before one of another alphabet.
  private(set) var isMixed = false

  /// Takes a letter that no Latin one looks like.
  mutating func note(_ scalar: UInt32, endingAt end: Int) {
    guard let script = WritingScript(scalar) else { return }
    self.script = script
    self.end = end
  }

  /// Whether a look-alike is a letter of the text's own alphabet.
  mutating func isAtHome(_ scalar: UInt32, startingAt start: Int) -> Bool {
    guard !isMixed, let script, start - end <= Self.reach, WritingScript(scalar) == script else {
      return false
    }
    isQuiet = true
    return true
  }

  /// Takes a letter or digit of ASCII; true where it shows that letters before it were a disguise.
  mutating func reveals() -> Bool {
    defer { isQuiet = false }
    return isQuiet
  }

  /// Learns that the next letter stands behind a Latin one, so that it is a disguise.
  mutating func mix() { isMixed = true }

  /// Takes what is no letter.
  mutating func endWord() { (isQuiet, isMixed) = (false, false) }
}
