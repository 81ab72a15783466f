/// The checksum with which GitHub and npm end their tokens: CRC-32 in six digits of base 62.
enum TokenChecksum {
  /// Whether the last six bytes of a range say the CRC-32 of those before.
  static func holds(_ text: ScannedBytes, _ range: Range<Int>) -> Bool {
    guard range.count > 6 else { return false }
    let end = range.upperBound - 6
    var sum = UInt64(crc32(text, range.lowerBound..<end))
    for index in (end..<range.upperBound).reversed() {
      guard let digit = digit(text.at(index)), digit == sum % 62 else { return false }
      sum /= 62
    }
    return sum == 0
  }

  /// Figures, capitals, small letters.
  private static func digit(_ byte: UInt8) -> UInt64? {
    if ASCIIByte.isDigit(byte) { return UInt64(byte - UInt8(ascii: "0")) }
    if ASCIIByte.isUpper(byte) { return UInt64(byte - UInt8(ascii: "A")) + 10 }
    return ASCIIByte.isLower(byte) ? UInt64(byte - UInt8(ascii: "a")) + 36 : nil
  }

  /// ISO 3309, bit by bit: tokens are short and rare.
  private static func crc32(_ text: ScannedBytes, _ range: Range<Int>) -> UInt32 {
    var sum = ~UInt32(0)
    for index in range {
      sum ^= UInt32(text.at(index))
      for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~sum
  }
}
