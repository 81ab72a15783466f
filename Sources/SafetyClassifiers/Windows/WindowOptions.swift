/// How a text is cut into what a model sees at once.
package struct WindowOptions: Sendable, Hashable {
  /// Bounds of what a manifest may ask for.
  package enum Limits {
    static let tokens = 8...4096
    static let overlap = 0...16
  }

  /// The most tokens of a window, special ones included.
  package var tokens: Int
  /// Sentences at the end of a window that the next one begins with, where they are short.
  package var overlapSentences: Int

  package init(tokens: Int, overlapSentences: Int = 1) {
    self.tokens = tokens
    self.overlapSentences = overlapSentences
  }
}
