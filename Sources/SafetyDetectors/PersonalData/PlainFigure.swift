/// Figures of all scripts, and letters and signs of full width, as ASCII has them.
///
/// Of the signs only those count that numbers and addresses need: a mark of punctuation that stands
/// before an address must not become a part of it.
enum PlainFigure {
  /// First bytes of UTF-8 with which one of them may begin.
  static let leads: [UInt8] = {
    var table = [UInt8](repeating: 0, count: 256)
    for lead in [0xD9, 0xDB, 0xDF, 0xE0, 0xE1, 0xEA, 0xEF, 0xF0] { table[lead] = 1 }
    return table
  }()

  /// What a scalar stands for; nil for any other scalar, those of ASCII among them.
  static func plain(_ scalar: UInt32) -> UInt8? {
    // Between Ol Chiki and Vai stand Chinese characters and kana, beyond all Hangul.
    guard scalar >= 0x660, scalar < 0x1C5A || scalar >= 0xA620 else { return nil }
    if scalar & 0xFF00 == 0xFF00 { return fullWidth(scalar) }
    var (low, high) = (0, zeros.count)
    while low < high {
      let middle = (low + high) / 2
      if zeros[middle] <= scalar { low = middle + 1 } else { high = middle }
    }
    guard low > 0, scalar - zeros[low - 1] < 10 else { return nil }
    return UInt8(0x30 + scalar - zeros[low - 1])
  }

  private static func fullWidth(_ scalar: UInt32) -> UInt8? {
    switch scalar {
    // ( ) + - . 0 to 9 @ A to Z _ a to z
    case 0xFF08, 0xFF09, 0xFF0B, 0xFF0D, 0xFF0E, 0xFF10...0xFF19, 0xFF20...0xFF3A, 0xFF3F,
      0xFF41...0xFF5A:
      UInt8(scalar - 0xFEE0)
    default: nil
    }
  }

  /// The zeros behind which the other nine figures stand, general category Nd of Unicode 14.
  static let zeros: [UInt32] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6,
    0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
    0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
    0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650,
    0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50,
    0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
  ]
}
