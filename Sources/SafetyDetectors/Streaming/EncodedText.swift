/// Decodes runs of ASCII that may stand for text: base64, hexadecimal and escaped characters.
package enum EncodedText {
  /// How a run was encoded.
  package enum Encoding: Int, Sendable, CaseIterable {
    case base64
    case hex
    /// Escapes of single characters, percent encoding above all.
    case percent
  }

  /// What a run, or a part of it, decodes to.
  package struct Decoded: Sendable, Hashable {
    package var encoding: Encoding
    package var text: String
    /// Whether it was encoded for no reason that an address of a page or a piece of JSON has.
    package var isRemarkable = true
  }

  /// A run of fewer bytes decodes to nothing that is looked at.
  static let shortestRun = 8
  /// Shorter runs of base64 or hexadecimal digits are words, numbers and digests of nothing.
  static let shortest = 16
  /// Fewer escapes than this are slips.
  static let fewestEscapes = 3

  /// The texts that parts of a run decode to; bytes that are no text are passed over.
  ///
  /// - Complexity: Linear in the run.
  package static func texts(
    in run: [UInt8],
    base64: Bool,
    hex: Bool,
    percent: Bool
  ) -> [Decoded] {
    var found: [Decoded] = []
    func keep(_ encoding: Encoding, _ bytes: [UInt8]?, isRemarkable: Bool = true) {
      guard let bytes, let text = readable(bytes) else { return }
      found.append(Decoded(encoding: encoding, text: text, isRemarkable: isRemarkable))
    }
    if percent, let escaped = EscapedCharacters(run) {
      keep(.percent, escaped.bytes, isRemarkable: escaped.needless >= fewestEscapes)
    }
    if percent, let quoted = QuotedPrintable(run) {
      keep(.percent, quoted.bytes, isRemarkable: quoted.isNeedless)
    }
    guard run.count >= shortest else { return found }
    if hex {
      for part in runs(run, of: ASCIIByte.isHex) { keep(.hex, fromHex(part)) }
      keep(.hex, fromEscapedHex(run))
    }
    if base64 { for part in runs(run, of: isBase64) { keep(.base64, fromBase64(part)) } }
    return found
  }

  static func isBase64(_ byte: UInt8) -> Bool {
    TokenPattern.isBase64URL(byte) || byte == 0x2B || byte == 0x2F
  }

  /// Whether the letter at an offset is that of `\n`, `\r` or `\t`, as JSON and programs write them.
  static func isLineEnd(_ bytes: [UInt8], _ offset: Int) -> Bool {
    offset > 0 && offset < bytes.count && bytes[offset - 1] == 0x5C
      && "nrt".utf8.contains(bytes[offset])
  }

  private static func runs(
    _ bytes: [UInt8],
    of isMember: (UInt8) -> Bool
  ) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var start = 0
    for index in 0...bytes.count where index == bytes.count || !isMember(bytes[index]) {
      if isLineEnd(bytes, start), start < index { start += 1 }
      if index - start >= shortest { parts.append(bytes[start..<index]) }
      start = index + 1
    }
    return parts
  }

  static func fromHex(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
    guard digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: digits.startIndex, to: digits.endIndex, by: 2).map {
      ASCIIByte.hexValue(digits[$0]) << 4 | ASCIIByte.hexValue(digits[$0 + 1])
    }
  }

  /// `\x73\x69`, as programs write it.
  private static func fromEscapedHex(_ run: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    var index = 0
    while index + 4 <= run.count {
      let isEscape =
        run[index] == 0x5C && run[index + 1] | 0x20 == 0x78 && ASCIIByte.isHex(run[index + 2])
        && ASCIIByte.isHex(run[index + 3])
      guard isEscape else {
        index += 1
        continue
      }
      bytes.append(ASCIIByte.hexValue(run[index + 2]) << 4 | ASCIIByte.hexValue(run[index + 3]))
      index += 4
    }
    return bytes.count >= fewestEscapes ? bytes : nil
  }

  static func fromBase64(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
    // A long payload that was cut, or that a word follows, may end anywhere.
    if digits.count % 4 == 1 { return digits.count < 64 ? nil : fromBase64(digits.dropLast()) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count * 3 / 4)
    var bits: UInt32 = 0
    var held = 0
    for digit in digits {
      bits = bits << 6 | base64Value(digit)
      held += 6
      guard held >= 8 else { continue }
      held -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
    }
    return bytes
  }

  private static func base64Value(_ byte: UInt8) -> UInt32 {
    if ASCIIByte.isUpper(byte) { return UInt32(byte) - 0x41 }
    if ASCIIByte.isLower(byte) { return UInt32(byte) - 0x61 + 26 }
    if ASCIIByte.isDigit(byte) { return UInt32(byte) - 0x30 + 52 }
    return byte == 0x2B || byte == 0x2D ? 62 : 63
  }

  /// Valid UTF-8 of six characters and more, nine in ten of them printable.
  private static func readable(_ bytes: [UInt8]) -> String? {
    guard let text = String(validating: bytes, as: UTF8.self), isReadable(text) != nil else {
      return nil
    }
    return text
  }

  /// The same with what is no UTF-8 among the tenth, since words before or behind a payload in
  /// pieces decode to such bytes; clean where nothing is of that tenth.
  static func mostlyReadable(_ bytes: [UInt8]) -> (text: String, isClean: Bool)? {
    let text = String(decoding: bytes, as: UTF8.self)
    return isReadable(text).map { (text, $0) }
  }

  /// Nil where a text is too short or too little of it printable, true where all of it is.
  private static func isReadable(_ text: String) -> Bool? {
    var count = 0
    var printable = 0
    for scalar in text.unicodeScalars {
      count += 1
      let isPrintable = scalar.value >= 0x20 && scalar.value != 0x7F && scalar.value != 0xFFFD
      if isPrintable || scalar == "\n" || scalar == "\t" { printable += 1 }
    }
    return count >= 6 && printable * 10 >= count * 9 ? printable == count : nil
  }
}
