/// Questions about single bytes that all patterns ask.
enum ASCIIByte {
  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  @inline(__always)
  static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

  @inline(__always)
  static func isLower(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }

  /// What a token must not touch.
  ///
  /// Nothing beyond ASCII is: many scripts put no space between a word and a number, and typography
  /// sets quotation marks and dashes there.
  @inline(__always)
  static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

  @inline(__always)
  static func isHex(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }

  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }

  @inline(__always)
  static func lowered(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte | 0x20 : byte }

  /// The value of a hexadecimal digit; meaningless for any other byte.
  @inline(__always)
  static func hexValue(_ byte: UInt8) -> UInt8 {
    isDigit(byte) ? byte &- 0x30 : (byte | 0x20) &- 0x57
  }

  /// A table of 256 with a one for each byte of `members`.
  static func table(of members: String) -> [UInt8] {
    var table = [UInt8](repeating: 0, count: 256)
    for byte in members.utf8 { table[Int(byte)] = 1 }
    return table
  }
}
