/// A symbol of a lane: what an automaton reads, with where it came from.
struct PhraseSymbol: BitwiseCopyable {
  /// Stands for any run of signs and spaces between words, and before the first and after the last.
  static let separator: UInt32 = 0x20
  /// Too much was passed over: no phrase goes on across this.
  static let breaking: UInt32 = 0x0A

  var value: UInt32
  var start: Int
  var end: Int
  /// Weight of disguise, 2 and more being proof.
  var disguise: Int
  /// Whether it is a letter as written, not a digit or sign in its place.
  var isGenuine: Bool
}
