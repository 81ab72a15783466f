/// Whether a text opens in Russian or Bulgarian, of whose letters most pass for Latin ones.
///
/// Only a letter that no Latin one looks like says so. Until it comes nobody knows; where anything
/// else comes first, or nothing for too long, the text opens in a disguise or in another alphabet.
package struct OpeningScript: BitwiseCopyable, Sendable {
  /// What a unit says of the text's alphabet.
  package enum Reading: Sendable {
    /// A letter that may be of either alphabet.
    case alike
    /// What parts words, which says nothing.
    case gap
    /// The letter that shows the alphabet.
    case home
    /// Anything else.
    case other
  }

  /// Bytes within which the letter has to come.
  package static let reach = 64

  /// Whether nothing has shown the alphabet yet.
  package private(set) var isUndecided = true
  /// Where the first letter stands.
  private var first: Int?

  package init() {}

  /// Takes the next unit of a text whose alphabet is undecided.
  package mutating func read(_ unit: FoldedUnit) -> Reading {
    let reading = reading(unit)
    isUndecided = reading == .alike || reading == .gap
    return reading
  }

  private mutating func reading(_ unit: FoldedUnit) -> Reading {
    if let first, unit.end - first > Self.reach { return .other }
    guard unit.isWord else { return unit.isBreak ? .other : .gap }
    // Two bytes and nothing passed over: a letter without marks and invisible characters.
    guard Self.isLetter(unit.scalar), unit.end - unit.start == 2, unit.dropped == 0 else {
      return .other
    }
    first = first ?? unit.start
    return unit.letter < 0x80 ? .alike : .home
  }

  /// Small letters of Russian, those of Bulgarian among them.
  private static func isLetter(_ scalar: UInt32) -> Bool {
    0x430...0x44F ~= scalar || scalar == 0x451
  }
}
