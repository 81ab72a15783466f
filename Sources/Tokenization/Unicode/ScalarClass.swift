/// What splitting asks about a scalar, as bits.
struct ScalarClass: OptionSet, Sendable {
  let rawValue: UInt32

  static let letter = ScalarClass(rawValue: 1)
  static let number = ScalarClass(rawValue: 2)
  static let space = ScalarClass(rawValue: 4)
  static let punctuation = ScalarClass(rawValue: 8)
  static let word = ScalarClass(rawValue: 16)
  static let digit = ScalarClass(rawValue: 32)
  /// Not of the regular expression's letters, numbers and white space.
  static let sign = ScalarClass(rawValue: 64)
  /// A word's part by the expressions of a file, as `word` is by HF tokenizers' own.
  static let patternWord = ScalarClass(rawValue: 128)

  static func of(_ value: UInt32) -> ScalarClass {
    var bits: ScalarClass = []
    if ScalarTraits.isLetter(value) { bits.insert(.letter) }
    if ScalarTraits.isNumber(value) { bits.insert(.number) }
    if ScalarTraits.isWhitespace(value) { bits.insert(.space) }
    if bits.isEmpty { bits.insert(.sign) }
    if ScalarTraits.isPunctuation(value) { bits.insert(.punctuation) }
    if ScalarTraits.isWord(value) { bits.insert(.word) }
    if ScalarTraits.isPatternWord(value) { bits.insert(.patternWord) }
    if let scalar = Unicode.Scalar(value), ScalarTraits.isNumeric(scalar) { bits.insert(.digit) }
    return bits
  }

  /// A table of one worker.
  static func table() -> ScalarPages { ScalarPages { of($0).rawValue } }
}
