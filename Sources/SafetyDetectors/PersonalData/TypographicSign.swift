/// Spaces and hyphens of typography, which part the figures of a number as those of ASCII do.
enum TypographicSign {
  /// The space or hyphen of ASCII that a scalar stands for; nil for any other scalar.
  static func plain(_ scalar: UInt32) -> UInt8? {
    switch scalar {
    case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: UInt8(ascii: " ")
    case 0x2010...0x2013, 0x2212: UInt8(ascii: "-")
    default: nil
    }
  }
}
