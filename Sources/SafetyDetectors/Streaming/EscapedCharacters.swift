/// A run of ASCII with escapes of single characters undone: `%73`, `&#115;`, `&#x73;`, `\u0073`.
struct EscapedCharacters {
  private(set) var bytes: [UInt8] = []
  /// Escapes of letters and figures, which neither addresses of pages nor HTML nor JSON ask for.
  private(set) var needless = 0
  private var count = 0

  /// Nil where nothing is escaped.
  ///
  /// - Complexity: Linear in the run.
  init?(_ run: [UInt8]) {
    guard run.contains(where: { $0 == 0x25 || $0 == 0x26 || $0 == 0x5C }) else { return nil }
    var index = 0
    while index < run.count {
      let rest = run[index...]
      if let byte = Self.percent(rest) {
        bytes.append(byte)
        note(UInt32(byte))
        index += 3
      } else if let (scalar, length) = Self.reference(rest) ?? Self.unicode(rest) {
        bytes += UTF8.encode(scalar).map(Array.init) ?? []
        note(scalar.value)
        index += length
      } else {
        bytes.append(run[index] == 0x2B ? 0x20 : run[index])
        index += 1
      }
    }
    guard count > 0 else { return nil }
  }

  private mutating func note(_ scalar: UInt32) {
    count += 1
    if scalar < 0x80, ASCIIByte.isAlphanumeric(UInt8(scalar)) { needless += 1 }
  }

  /// `%73`.
  private static func percent(_ run: ArraySlice<UInt8>) -> UInt8? {
    let digits = run.dropFirst().prefix(2)
    guard run.first == 0x25, digits.count == 2 else { return nil }
    return number(digits, radix: 16).map { UInt8($0) }
  }

  /// `&#115;` and `&#x73;`.
  private static func reference(
    _ run: ArraySlice<UInt8>
  ) -> (scalar: Unicode.Scalar, length: Int)? {
    guard run.starts(with: [0x26, 0x23]) else { return nil }
    let isHex = run.dropFirst(2).first.map { $0 | 0x20 == 0x78 } ?? false
    let digits = run.dropFirst(isHex ? 3 : 2).prefix { ASCIIByte.isHex($0) }
    guard (1...7).contains(digits.count), run[digits.endIndex...].first == 0x3B,
      let scalar = number(digits, radix: isHex ? 16 : 10).flatMap(Unicode.Scalar.init)
    else { return nil }
    return (scalar, digits.endIndex + 1 - run.startIndex)
  }

  /// `\u0073`; halves of a pair stand for nothing by themselves.
  private static func unicode(
    _ run: ArraySlice<UInt8>
  ) -> (scalar: Unicode.Scalar, length: Int)? {
    let digits = run.dropFirst(2).prefix(4)
    guard run.starts(with: [0x5C, 0x75]), digits.count == 4,
      let scalar = number(digits, radix: 16).flatMap(Unicode.Scalar.init)
    else { return nil }
    return (scalar, 6)
  }

  private static func number(_ digits: ArraySlice<UInt8>, radix: UInt32) -> UInt32? {
    var value: UInt32 = 0
    for digit in digits {
      guard radix == 16 ? ASCIIByte.isHex(digit) : ASCIIByte.isDigit(digit) else { return nil }
      value = value * radix + UInt32(ASCIIByte.hexValue(digit))
    }
    return value
  }
}
