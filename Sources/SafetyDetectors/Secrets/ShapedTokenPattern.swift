/// Finds tokens that have no mark of their own but a shape: parts of known length and alphabet.
enum ShapedTokenPattern {
  /// A token of a Telegram bot around the `:` at `colon`: its number, then 35 letters from `AA` on.
  static func matchTelegram(_ text: ScannedBytes, colon: Int) -> Range<Int>? {
    guard text.matches("AA", at: colon + 1) else { return nil }
    var start = colon
    while start > 0, colon - start < 11, ASCIIByte.isDigit(text.base[start - 1]) { start -= 1 }
    let before = text.at(start - 1)
    // Addresses of the service write `bot` before the number.
    let isAddress = text.matches("/bot", at: start - 4)
    guard (8...10).contains(colon - start), isAddress || !isPart(before) else { return nil }
    let end = text.run(from: colon + 1, limit: 36, while: TokenPattern.isBase64URL)
    return end - colon == 36 && !isPart(text.at(end)) ? start..<end : nil
  }

  /// A token of a Discord bot around the first `.` at `dot`: its number in base64, a time, a proof.
  static func matchDiscord(_ text: ScannedBytes, dot: Int) -> Range<Int>? {
    guard text.at(dot + 7) == UInt8(ascii: ".") else { return nil }
    var start = dot
    while start > 0, dot - start < 29, TokenPattern.isBase64URL(text.base[start - 1]) { start -= 1 }
    guard (23...28).contains(dot - start), isNumberInBase64(text, start..<dot) else { return nil }
    guard text.run(from: dot + 1, limit: 6, while: TokenPattern.isBase64URL) == dot + 7 else {
      return nil
    }
    let end = text.run(from: dot + 8, limit: 39, while: TokenPattern.isBase64URL)
    return (27...38).contains(end - dot - 8) ? start..<end : nil
  }

  /// Whether groups of four letters decode to three figures each.
  private static func isNumberInBase64(_ text: ScannedBytes, _ range: Range<Int>) -> Bool {
    let whole = range.lowerBound..<range.lowerBound + range.count / 4 * 4
    let letters = whole.map { text.base[$0] }
    return EncodedText.fromBase64(letters[...])?.allSatisfy(ASCIIByte.isDigit) ?? false
  }

  /// A client secret of Microsoft Entra around the `~` behind its fourth and fifth letter.
  static func matchEntra(_ text: ScannedBytes, tilde: Int) -> Range<Int>? {
    let start = tilde - 5
    guard start >= 0, text.at(tilde - 1) == UInt8(ascii: "Q"),
      ASCIIByte.isDigit(text.at(tilde - 2)), !isPart(text.at(start - 1)),
      text.run(from: start, limit: 3, while: isEntra) == start + 3
    else { return nil }
    let end = text.run(from: tilde + 1, limit: 35, while: isEntra)
    guard (31...34).contains(end - tilde - 1) else { return nil }
    return Entropy.bitsPerByte(of: text, in: start..<end) >= 3 ? start..<end : nil
  }

  private static func isEntra(_ byte: UInt8) -> Bool {
    TokenPattern.isBase64URL(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "~")
  }

  /// A personal token of Airtable around its full stop: `pat` and 14 letters, then 64 figures.
  static func matchAirtable(_ text: ScannedBytes, dot: Int) -> Range<Int>? {
    let start = dot - 17
    guard text.matches("pat", at: start), !isPart(text.at(start - 1)),
      text.run(from: start + 3, limit: 14, while: ASCIIByte.isAlphanumeric) == dot
    else { return nil }
    let end = text.run(from: dot + 1, limit: 65, while: ASCIIByte.isHex)
    return end - dot == 65 && !isPart(text.at(end)) ? start..<end : nil
  }

  /// A secret key of age, whose `-` after `AGE` stands at `dash`, with its checksum (BIP 173).
  static func matchAge(_ text: ScannedBytes, dash: Int) -> Range<Int>? {
    let start = dash - 3
    guard text.matches("AGE-SECRET-KEY-1", at: start), !isPart(text.at(start - 1)) else {
      return nil
    }
    let body = start + 16
    let end = text.run(from: body, limit: 59, while: ASCIIByte.isAlphanumeric)
    guard end - body == 58 else { return nil }
    let isValid = CryptoAddressPattern.isBech32("age-secret-key-", text, body..<end)
    return isValid ? start..<end : nil
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    ASCIIByte.isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}
