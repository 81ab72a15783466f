/// Alphabets whose words may consist of letters alone that pass for Latin ones.
enum WritingScript: UInt8 {
  case greek, cyrillic, armenian, georgian, cherokee, syllabics, coptic, tifinagh, lisu

  /// The alphabet of a scalar, by Unicode's blocks; nil for all others.
  init?(_ scalar: UInt32) {
    switch scalar {
    case 0x3E2...0x3EF, 0x2C80...0x2CFF: self = .coptic
    case 0x370...0x3FF, 0x1F00...0x1FFF: self = .greek
    case 0x400...0x52F, 0x1C80...0x1C8F, 0x2DE0...0x2DFF, 0xA640...0xA69F: self = .cyrillic
    case 0x531...0x58F: self = .armenian
    case 0x10A0...0x10FF, 0x1C90...0x1CBF, 0x2D00...0x2D2F: self = .georgian
    case 0x13A0...0x13FF, 0xAB70...0xABBF: self = .cherokee
    case 0x1400...0x167F, 0x18B0...0x18FF: self = .syllabics
    case 0x2D30...0x2D7F: self = .tifinagh
    case 0xA4D0...0xA4FF: self = .lisu
    default: return nil
    }
  }
}
