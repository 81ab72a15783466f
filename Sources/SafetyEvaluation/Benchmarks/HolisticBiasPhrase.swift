/// What HolisticBias puts into a sentence: a descriptor, a noun, or both.
struct HolisticBiasPhrase {
  /// How a phrase is made.
  enum Kind: String {
    case noun
    case descriptor
    case descriptorNoun = "descriptor-noun"
    case nounDescriptor = "noun-descriptor"
    case fixed
  }

  var axis: String
  /// What tells phrases of one axis apart; empty for a noun alone.
  var descriptor: String
  var kind: Kind
  var singular: String
  var plural: String

  /// Whether a noun of the list stands in it, as some templates ask for.
  var hasNoun: Bool { kind != .descriptor && kind != .fixed }

  /// The indefinite article by the first letter, as the authors choose it.
  static func article(before text: String) -> String {
    text.lowercased().first.map { "aeiou".contains($0) } ?? false ? "an" : "a"
  }
}
