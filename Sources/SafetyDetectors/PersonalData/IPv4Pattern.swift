/// Finds public IPv4 addresses in dotted decimal form.
enum IPv4Pattern {
  /// The range of a public address whose first digit stands at `start`.
  static func match(_ text: ScannedBytes, at start: Int) -> Range<Int>? {
    guard let address = parse(text, from: start), isPublic(address.value) else { return nil }
    guard !isPrecededByNumber(text, start) else { return nil }
    let next = text.at(address.end)
    if ASCIIByte.isDigit(next) { return nil }
    if next == UInt8(ascii: "."), ASCIIByte.isDigit(text.at(address.end + 1)) { return nil }
    return start..<address.end
  }

  /// Four decimal octets without leading zeros, and where they end.
  static func parse(_ text: ScannedBytes, from start: Int) -> (value: UInt32, end: Int)? {
    var value: UInt32 = 0
    var index = start
    for octet in 0..<4 {
      if octet > 0 {
        guard text.at(index) == UInt8(ascii: ".") else { return nil }
        index += 1
      }
      let end = text.run(from: index, limit: 4, while: ASCIIByte.isDigit)
      guard (1...3).contains(end - index) else { return nil }
      guard end - index == 1 || text.base[index] != UInt8(ascii: "0") else { return nil }
      var number: UInt32 = 0
      while index < end {
        number = number * 10 + UInt32(text.base[index] - 0x30)
        index += 1
      }
      guard number <= 255 else { return nil }
      value = value << 8 | number
    }
    return (value, index)
  }

  /// Whether the IANA special-purpose registry calls an address globally reachable.
  static func isPublic(_ address: UInt32) -> Bool {
    !reserved.contains { address >> (32 - $0.length) == $0.prefix >> (32 - $0.length) }
  }

  private static func isPrecededByNumber(_ text: ScannedBytes, _ start: Int) -> Bool {
    let previous = text.at(start - 1)
    if ASCIIByte.isAlphanumeric(previous) { return true }
    return previous == UInt8(ascii: ".") && ASCIIByte.isDigit(text.at(start - 2))
  }

  /// RFC 6890 and its successors, and the blocks for multicast, which belong to no one.
  private static let reserved: [(prefix: UInt32, length: UInt32)] = [
    (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8),
    (0xA9FE_0000, 16), (0xAC10_0000, 12), (0xC000_0000, 24), (0xC000_0200, 24),
    (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xC633_6400, 24),
    (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
  ]
}
