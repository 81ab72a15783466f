/// Finds public IPv6 addresses, that is global unicast `2000::/3` without its reserved blocks.
enum IPv6Pattern {
  /// The range of a public address whose first digit, a `2` or `3`, stands at `start`.
  static func match(_ text: ScannedBytes, at start: Int) -> Range<Int>? {
    guard text.at(start + 4) == UInt8(ascii: ":") else { return nil }
    let previous = text.at(start - 1)
    guard !ASCIIByte.isAlphanumeric(previous), previous != UInt8(ascii: ":") else { return nil }
    guard let address = parse(text, from: start), isPublic(address.groups) else { return nil }
    let next = text.at(address.end)
    guard !ASCIIByte.isAlphanumeric(next) else { return nil }
    guard next != UInt8(ascii: ":") || !ASCIIByte.isHex(text.at(address.end + 1)) else {
      return nil
    }
    return start..<address.end
  }

  /// The first two groups are all that publicness depends on.
  private static func isPublic(_ groups: (UInt16, UInt16)) -> Bool {
    let (first, second) = groups
    guard first >> 13 == 1 else { return false }
    if first == 0x2001, second < 0x200 || second == 0xDB8 { return false }
    return !(first == 0x3FFF && second < 0x1000)
  }

  private static func parse(
    _ text: ScannedBytes,
    from start: Int
  ) -> (groups: (UInt16, UInt16), end: Int)? {
    var groups: [UInt16] = []
    var compression: Int?
    var index = start
    var end = start
    while groups.count < 8 {
      let run = text.run(from: index, limit: 5, while: ASCIIByte.isHex)
      guard (1...4).contains(run - index) else { break }
      if text.at(run) == UInt8(ascii: "."), let tail = IPv4Pattern.parse(text, from: index) {
        guard groups.count <= 6 else { return nil }
        groups.append(UInt16(truncatingIfNeeded: tail.value >> 16))
        groups.append(UInt16(truncatingIfNeeded: tail.value))
        end = tail.end
        break
      }
      groups.append(text.base[index..<run].reduce(0) { $0 << 4 | UInt16(ASCIIByte.hexValue($1)) })
      end = run
      guard text.at(run) == UInt8(ascii: ":") else { break }
      index = run + 1
      guard text.at(index) == UInt8(ascii: ":") else { continue }
      guard compression == nil else { return nil }
      compression = groups.count
      index += 1
      end = index
    }
    guard let first = groups.first else { return nil }
    guard compression == nil ? groups.count == 8 : groups.count < 8 else { return nil }
    return ((first, compression == 1 ? 0 : groups[1]), end)
  }
}

extension UnsafePointer<UInt8> {
  fileprivate subscript(range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: self + range.lowerBound, count: range.count)
  }
}
