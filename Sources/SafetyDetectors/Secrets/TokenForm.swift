/// How a token looks that begins with a mark of its issuer.
struct TokenForm {
  /// Bytes of which every token has one: by them it is found.
  static let anchors = "_-KSz.A"

  let rule: SecretRule
  let mark: StaticString
  /// Bytes behind the mark.
  let length: ClosedRange<Int>
  let alphabet: Alphabet
  /// The length at which the last six letters are a checksum of those before; nil for none.
  let checksumAt: Int?
  /// Where in the mark the byte stands by which it is found, never at its beginning.
  let anchor: Int

  init(
    _ rule: SecretRule,
    _ mark: StaticString,
    _ length: ClosedRange<Int>,
    _ alphabet: Alphabet,
    checksumAt: Int? = nil
  ) {
    self.rule = rule
    self.mark = mark
    self.length = length
    self.alphabet = alphabet
    self.checksumAt = checksumAt
    anchor =
      (1..<mark.utf8CodeUnitCount).first { place in
        Self.anchors.utf8.contains(mark.utf8Start[place])
      } ?? 1
  }

  /// The byte by which it is found, and the one before.
  var pair: (before: UInt8, byte: UInt8) {
    (mark.utf8Start[anchor - 1], mark.utf8Start[anchor])
  }

  enum Alphabet {
    /// Letters and digits.
    case base62
    /// Letters, digits, `-` and `_`.
    case base64URL
    /// Letters, digits, `+`, `/` and `=`.
    case base64
    /// `A` to `Z` and `2` to `7`.
    case base32
    /// Digits and `a` to `f`, in either case.
    case hex
    /// `base64URL` and full stops.
    case dotted
    /// `base64URL` and slashes.
    case path

    func contains(_ byte: UInt8) -> Bool {
      switch self {
      case .base62: ASCIIByte.isAlphanumeric(byte)
      case .base64URL: TokenPattern.isBase64URL(byte)
      case .base64:
        ASCIIByte.isAlphanumeric(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
          || byte == UInt8(ascii: "=")
      case .base32: ASCIIByte.isUpper(byte) || (UInt8(ascii: "2")...UInt8(ascii: "7")) ~= byte
      case .hex: ASCIIByte.isHex(byte)
      case .dotted: TokenPattern.isBase64URL(byte) || byte == UInt8(ascii: ".")
      case .path: TokenPattern.isBase64URL(byte) || byte == UInt8(ascii: "/")
      }
    }
  }
}
