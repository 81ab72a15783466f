/// A run of ASCII with the escapes of quoted-printable mail undone: `=73=69=6Cver`.
///
/// It is a reading of its own, since `=` parts names from values in addresses of pages.
struct QuotedPrintable {
  private(set) var bytes: [UInt8] = []
  /// Whether letters or figures in a row are escaped, for which neither mail nor an assignment has a
  /// reason.
  private(set) var isNeedless = false

  /// Nil where fewer characters are escaped than in a payload.
  ///
  /// - Complexity: Linear in the run.
  init?(_ run: [UInt8]) {
    guard run.contains(0x3D) else { return nil }
    var (count, row, index) = (0, 0, 0)
    while index < run.count {
      guard Self.isEscape(run[index...].prefix(3)) else {
        bytes.append(run[index])
        row = 0
        index += 1
        continue
      }
      let byte = ASCIIByte.hexValue(run[index + 1]) << 4 | ASCIIByte.hexValue(run[index + 2])
      bytes.append(byte)
      count += 1
      if ASCIIByte.isAlphanumeric(byte) { row += 1 }
      if row >= EncodedText.fewestEscapes { isNeedless = true }
      index += 3
    }
    guard count >= EncodedText.fewestEscapes else { return nil }
  }

  /// Whether a word ends in an escape and the sign that its line goes on: `=20=`.
  static func goesOn(_ word: ArraySlice<UInt8>) -> Bool {
    word.last == 0x3D && isEscape(word.dropLast().suffix(3))
  }

  /// `=73`.
  private static func isEscape(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count == 3 && bytes.first == 0x3D && bytes.dropFirst().allSatisfy(ASCIIByte.isHex)
  }
}
