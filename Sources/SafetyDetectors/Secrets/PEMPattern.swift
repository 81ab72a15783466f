/// Finds private keys between the lines `-----BEGIN … PRIVATE KEY-----` and `-----END`.
enum PEMPattern {
  private static let longestLabel = 40
  private static let longestKey = 32_768

  /// The range of a key whose first dash stands at `start`; a key that was cut off ends the range
  /// where the next dashes or the text's end are.
  static func match(_ text: ScannedBytes, at start: Int) -> Range<Int>? {
    guard text.matches("-----BEGIN ", at: start) else { return nil }
    let label = start + 11
    let labelEnd = text.run(from: label, limit: longestLabel) { $0 != UInt8(ascii: "-") }
    guard labelEnd - label >= 11, text.matches("-----", at: labelEnd) else { return nil }
    guard text.matches("PRIVATE KEY", at: labelEnd - 11) || isKeyBlock(text, labelEnd) else {
      return nil
    }
    let body = labelEnd + 5
    let bound = min(text.count, body + longestKey)
    var index = body
    while index < bound, !text.matches("-----", at: index) { index += 1 }
    guard text.matches("-----END ", at: index) else { return start..<index }
    let end = text.run(from: index + 9, limit: longestLabel) { $0 != UInt8(ascii: "-") }
    return start..<text.run(from: end, limit: 5) { $0 == UInt8(ascii: "-") }
  }

  /// `PGP PRIVATE KEY BLOCK` ends in another word.
  private static func isKeyBlock(_ text: ScannedBytes, _ end: Int) -> Bool {
    text.matches("PRIVATE KEY BLOCK", at: end - 17)
  }
}
