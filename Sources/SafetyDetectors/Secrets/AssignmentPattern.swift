/// Finds values that are given to a name such as `api_key` and look random.
enum AssignmentPattern {
  private static let longestName = 48
  private static let lengths = 16...512
  private static let names = [
    "password", "passwd", "secret", "token", "apikey", "api_key", "api-key", "accesskey",
    "access_key", "access-key", "authkey", "auth_key", "auth-key", "privatekey", "private_key",
    "accountkey", "account_key", "signing_key", "signing-key", "encryption_key", "encryption-key",
    "credential", "passphrase", "pwd",
  ].map { Array($0.utf8) }
  /// What stands in values that were meant to be replaced.
  private static let placeholders = ["example", "xxxx", "your", "1234567890", "placeholder"]
    .map { Array($0.utf8) }

  /// The range of the value after the `=` or `:` at `sign`.
  static func match(_ text: ScannedBytes, sign: Int) -> Range<Int>? {
    guard isSecretName(text, before: sign) else { return nil }
    var start = text.run(from: sign + 1, limit: 3) {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ">")
    }
    // JSON within a string escapes its quotation marks.
    if text.at(start) == escape { start += 1 }
    let quote = text.at(start)
    let isQuoted = isQuote(quote)
    if isQuoted { start += 1 }
    let end = text.run(from: start, limit: lengths.upperBound + 1, while: isValueByte)
    guard lengths.contains(end - start) else { return nil }
    let closing = text.at(end) == escape ? end + 1 : end
    guard isQuoted ? text.at(closing) == quote : endsValue(text, end) else { return nil }
    return isRandom(text, start..<end) ? start..<end : nil
  }

  private static func isSecretName(_ text: ScannedBytes, before sign: Int) -> Bool {
    var end = sign
    while end > 0, sign - end < 3, isAfterName(text.base[end - 1]) { end -= 1 }
    var start = end
    while start > 0, end - start < longestName, isNameByte(text.base[start - 1]) { start -= 1 }
    guard end - start >= 3 else { return false }
    let name = (start..<end).map { ASCIIByte.lowered(text.base[$0]) }
    return names.contains { holds(name, $0) }
  }

  private static let escape = UInt8(ascii: "\\")

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
  }

  private static func isAfterName(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == escape || isQuote(byte)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    ASCIIByte.isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  private static func isValueByte(_ byte: UInt8) -> Bool {
    guard (0x21..<0x7F).contains(byte) else { return false }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "{"), UInt8(ascii: "}"),
      UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ";"), UInt8(ascii: ","),
      UInt8(ascii: "`"), UInt8(ascii: "\\"):
      return false
    default: return true
    }
  }

  private static func endsValue(_ text: ScannedBytes, _ end: Int) -> Bool {
    let next = text.at(end)
    return next == 0 || ASCIIByte.isSpace(next) || next == UInt8(ascii: ";")
      || next == UInt8(ascii: ",") || next >= 0x80
  }

  /// Letters and digits mixed, spread widely, and neither a placeholder nor a path or address.
  private static func isRandom(_ text: ScannedBytes, _ range: Range<Int>) -> Bool {
    let value = range.map { ASCIIByte.lowered(text.base[$0]) }
    guard value.contains(where: ASCIIByte.isDigit), value.contains(where: ASCIIByte.isLetter) else {
      return false
    }
    guard !holds(value, Array("://".utf8)), value[0] != UInt8(ascii: "/"),
      value[0] != UInt8(ascii: "$"), value[0] != UInt8(ascii: "%")
    else { return false }
    guard !placeholders.contains(where: { holds(value, $0) }) else { return false }
    let needed = value.allSatisfy(ASCIIByte.isHex) ? 3.0 : 3.5
    return Entropy.bitsPerByte(of: text, in: range) >= needed
  }

  private static func holds(_ bytes: [UInt8], _ word: [UInt8]) -> Bool {
    guard bytes.count >= word.count else { return false }
    return (0...bytes.count - word.count).contains { bytes[$0...].starts(with: word) }
  }
}
