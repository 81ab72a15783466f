/// What matchers of streams read a scalar as that passes for a letter of ASCII.
struct DisguisedLetter: Sendable, Hashable {
  /// How much a scalar says of a disguise; the numbers of the generated table.
  enum Kind: UInt32, Sendable {
    /// A letter that stands for another one.
    case letter
    /// A letter with a hook or stroke that living languages write.
    case orthography
    /// A sign, which is a letter before a letter only.
    case sign
    /// A sign out of an alphabet of signs.
    case alphabet
  }

  var kind: Kind
  var letter: UInt8
}
