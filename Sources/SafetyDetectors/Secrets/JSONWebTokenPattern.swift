/// Finds JSON web tokens in compact form: three parts in base64url with a header that names `alg`.
enum JSONWebTokenPattern {
  private static let longestPart = 8_192

  /// The range of a token whose `eyJ` ends at `anchor`.
  static func match(_ text: ScannedBytes, anchor: Int) -> Range<Int>? {
    let start = anchor - 2
    guard text.matches("eyJ", at: start), !isPart(text.at(start - 1)) else { return nil }
    let header = text.run(from: start, limit: 1_024, while: TokenPattern.isBase64URL)
    guard text.matches(".eyJ", at: header), namesAlgorithm(text, start..<header) else { return nil }
    let limit = longestPart
    let payload = text.run(from: header + 1, limit: limit, while: TokenPattern.isBase64URL)
    guard text.at(payload) == UInt8(ascii: ".") else { return nil }
    let end = text.run(from: payload + 1, limit: limit, while: TokenPattern.isBase64URL)
    return end - payload >= 17 ? start..<end : nil
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    ASCIIByte.isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  private static func namesAlgorithm(_ text: ScannedBytes, _ range: Range<Int>) -> Bool {
    var bits: UInt32 = 0
    var held = 0
    var decoded: [UInt8] = []
    for index in range {
      bits = bits << 6 | value(text.base[index])
      held += 6
      guard held >= 8 else { continue }
      held -= 8
      decoded.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
    }
    let name = Array("\"alg\"".utf8)
    return decoded.indices.contains { decoded[$0...].starts(with: name) }
  }

  private static func value(_ byte: UInt8) -> UInt32 {
    if ASCIIByte.isUpper(byte) { return UInt32(byte) - 0x41 }
    if ASCIIByte.isLower(byte) { return UInt32(byte) - 0x61 + 26 }
    if ASCIIByte.isDigit(byte) { return UInt32(byte) - 0x30 + 52 }
    return byte == UInt8(ascii: "-") ? 62 : 63
  }
}
