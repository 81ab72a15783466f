/// What an invisible character does where it stands.
enum InvisibleUse {
  /// An orthography or an emoji sequence asks for it.
  case kept
  /// Harmless, such as a soft hyphen or a byte order mark.
  case stripped
  /// Inside a word, a flag or a sequence where nothing asks for it.
  case misplaced

  /// Judges an ignorable scalar by its neighbours.
  ///
  /// - Parameters:
  ///   - scalar: The ignorable one.
  ///   - previous: The scalar before, zero at the start of the text.
  ///   - base: The last scalar before that is not ignorable.
  ///   - next: The next scalar that is not ignorable.
  init(_ scalar: UInt32, previous: UInt32, base: UInt32, next: UInt32) {
    let isInsideWord =
      NormalizedScalars.isPlainScript(base) && NormalizedScalars.isPlainScript(next)
    switch scalar {
    case 0xAD: self = .stripped
    case 0xFEFF: self = isInsideWord ? .misplaced : .stripped
    case 0xE0000...0xE007F:
      // The subdivision flags (Scotland, Wales) are a black flag and tags.
      self = base == 0x1F3F4 ? .kept : .misplaced
    case 0xE0100...0xE01EF:
      self = Self.isIdeograph(base) && previous == base ? .kept : .misplaced
    case 0xFE00...0xFE0F:
      // Digits take one in keycaps, emoji and symbols always may; two in a row hide data.
      let followsSelector = 0xFE00...0xFE0F ~= previous || 0xE0100...0xE01EF ~= previous
      let isDigit = 0x30...0x39 ~= base
      let isLetter = NormalizedScalars.isPlainScript(base) && !isDigit
      self = followsSelector || isLetter ? .misplaced : .kept
    case 0x115F, 0x1160, 0x3164, 0xFFA0:
      self = Self.isHangul(base) || Self.isHangul(next) ? .kept : .misplaced
    default: self = isInsideWord ? .misplaced : .kept
    }
  }

  private static func isIdeograph(_ scalar: UInt32) -> Bool {
    0x2E80...0x9FFF ~= scalar || 0xF900...0xFAFF ~= scalar || 0x20000...0x3FFFF ~= scalar
  }

  private static func isHangul(_ scalar: UInt32) -> Bool {
    0x1100...0x11FF ~= scalar || 0x3130...0x318F ~= scalar || 0xA960...0xA97F ~= scalar
      || 0xAC00...0xD7FF ~= scalar
  }
}
