/// A run of ASCII with escapes of single characters undone: `%73`, `%u0073`, `&#115;`, `&#x73`,
/// `\u0073`, `\u{73}`, `\U00000073` and `\163`.
struct EscapedCharacters {
  private(set) var bytes: [UInt8] = []
  /// Escapes of letters and figures, which neither addresses of pages nor HTML nor JSON ask for.
  private(set) var needless = 0
  /// Whether nothing else stands between them.
  private(set) var isWhole = true
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
      } else if let (scalar, length) = Self.reference(rest) ?? Self.backslash(rest) {
        bytes += UTF8.encode(scalar).map(Array.init) ?? []
        note(scalar.value)
        index += length
      } else {
        bytes.append(run[index] == 0x2B ? 0x20 : run[index])
        isWhole = false
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

  /// `&#115;` and `&#x73;`, with or without the last sign, as pages are read.
  private static func reference(
    _ run: ArraySlice<UInt8>
  ) -> (scalar: Unicode.Scalar, length: Int)? {
    guard run.starts(with: [0x26, 0x23]) else { return nil }
    let isHex = run.dropFirst(2).first.map { $0 | 0x20 == 0x78 } ?? false
    let digits = run.dropFirst(isHex ? 3 : 2)
      .prefix { isHex ? ASCIIByte.isHex($0) : ASCIIByte.isDigit($0) }
    guard (1...7).contains(digits.count),
      let scalar = number(digits, radix: isHex ? 16 : 10).flatMap(Unicode.Scalar.init)
    else { return nil }
    let isClosed = run[digits.endIndex...].first == 0x3B
    return (scalar, digits.endIndex + (isClosed ? 1 : 0) - run.startIndex)
  }

  /// `\u0073` and `%u0073`, `\u{73}`, `\U00000073`, `\163`.
  private static func backslash(
    _ run: ArraySlice<UInt8>
  ) -> (scalar: Unicode.Scalar, length: Int)? {
    guard let sign = run.first, sign == 0x5C || sign == 0x25, let kind = run.dropFirst().first
    else { return nil }
    let rest = run.dropFirst(2)
    switch (kind, sign) {
    case (0x75, _):
      return braced(rest).map { ($0.scalar, $0.length + 2) } ?? paired(run, sign)
    case (0x55, 0x5C):
      return scalar(rest.prefix(8), count: 8).map { ($0, 10) }
    case (0x30...0x37, 0x5C):
      let digits = run.dropFirst().prefix(3)
      guard digits.count == 3, let value = number(digits, radix: 8), (0x20..<0x7F).contains(value)
      else { return nil }
      return Unicode.Scalar(value).map { ($0, 4) }
    default: return nil
    }
  }

  /// `{73}` behind `\u`.
  private static func braced(
    _ run: ArraySlice<UInt8>
  ) -> (scalar: Unicode.Scalar, length: Int)? {
    guard run.first == 0x7B else { return nil }
    let digits = run.dropFirst().prefix(7).prefix(while: ASCIIByte.isHex)
    guard (1...6).contains(digits.count), run[digits.endIndex...].first == 0x7D else { return nil }
    return scalar(digits, count: digits.count).map { ($0, digits.count + 2) }
  }

  /// Four digits, or twice four that are halves of one character.
  private static func paired(
    _ run: ArraySlice<UInt8>,
    _ sign: UInt8
  ) -> (scalar: Unicode.Scalar, length: Int)? {
    let digits = run.dropFirst(2).prefix(4)
    if let whole = scalar(digits, count: 4) { return (whole, 6) }
    let second = run.dropFirst(6)
    guard digits.count == 4, let high = number(digits, radix: 16), high >> 10 == 0x36,
      second.starts(with: [sign, 0x75]), second.count >= 6,
      let low = number(second.dropFirst(2).prefix(4), radix: 16), low >> 10 == 0x37
    else { return nil }
    return Unicode.Scalar(0x1_0000 + (high & 0x3FF) << 10 + low & 0x3FF).map { ($0, 12) }
  }

  /// Hexadecimal digits, so many, that name a character.
  private static func scalar(_ digits: ArraySlice<UInt8>, count: Int) -> Unicode.Scalar? {
    guard digits.count == count else { return nil }
    return number(digits, radix: 16).flatMap(Unicode.Scalar.init)
  }

  private static func number(_ digits: ArraySlice<UInt8>, radix: UInt32) -> UInt32? {
    var value: UInt32 = 0
    for digit in digits {
      guard ASCIIByte.isHex(digit), UInt32(ASCIIByte.hexValue(digit)) < radix else { return nil }
      value = value &* radix &+ UInt32(ASCIIByte.hexValue(digit))
    }
    return value
  }
}
