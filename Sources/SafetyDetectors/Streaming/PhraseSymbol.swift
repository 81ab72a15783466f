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

  /// A separator, which has no bytes of its own.
  static func separator(at place: Int) -> Self { mark(separator, place) }

  /// A break, which has no bytes of its own.
  static func breaking(at place: Int) -> Self { mark(breaking, place) }

  private static func mark(_ value: UInt32, _ place: Int) -> Self {
    Self(value: value, start: place, end: place, disguise: 0, isGenuine: false)
  }
}
