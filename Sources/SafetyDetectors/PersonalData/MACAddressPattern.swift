/// Finds hardware addresses: six pairs of hexadecimal digits with `:` or with `-` between them.
enum MACAddressPattern {
  /// The range of the address whose first separator stands at `separator`.
  @inline(__always)
  static func match(_ text: ScannedBytes, separator: Int) -> Range<Int>? {
    guard text.at(separator + 3) == text.base[separator] else { return nil }
    return verify(text, separator: separator)
  }

  private static func verify(_ text: ScannedBytes, separator: Int) -> Range<Int>? {
    let start = separator - 2
    let mark = text.base[separator]
    guard start >= 0, start + 17 <= text.count else { return nil }
    let before = text.at(start - 1)
    let after = text.at(start + 17)
    guard !ASCIIByte.isAlphanumeric(before), before != mark else { return nil }
    guard !ASCIIByte.isAlphanumeric(after), after != mark else { return nil }
    var all: UInt8 = 0xFF
    var any: UInt8 = 0
    for pair in 0..<6 {
      let index = start + pair * 3
      let (high, low) = (text.base[index], text.base[index + 1])
      guard ASCIIByte.isHex(high), ASCIIByte.isHex(low) else { return nil }
      guard pair == 5 || text.base[index + 2] == mark else { return nil }
      let byte = ASCIIByte.hexValue(high) << 4 | ASCIIByte.hexValue(low)
      all &= byte
      any |= byte
    }
    // all zeros and the broadcast address name no device
    guard any != 0, all != 0xFF else { return nil }
    return start..<start + 17
  }
}
