/// SentencePiece's way with spaces: a visible sign in their place, words that begin with it.
struct Metaspace: Sendable, Hashable {
  enum Prepending: String, Sendable {
    case always
    case first
    case never
  }

  /// The sign's bytes, usually those of U+2581.
  var sign: [UInt8]
  var prepending: Prepending
  var splits: Bool

  static let usualSign: [UInt8] = [0xE2, 0x96, 0x81]
}
