/// What HF tokenizers hold a scalar to be, which for some questions is what old Unicode versions say.
///
/// The ages and exceptions were found by asking HF tokenizers 0.23.3 about every scalar.
enum ScalarTraits {
  /// `\s` and `char::is_whitespace`.
  @inline(__always)
  static func isWhitespace(_ value: UInt32) -> Bool {
    guard value >= 0x80 else { return value == 0x20 || 0x09...0x0D ~= value }
    return Unicode.Scalar(value)?.properties.isWhitespace ?? false
  }

  /// What BERT's `clean_text` takes out.
  static func isRemovedByBert(_ value: UInt32) -> Bool {
    guard value != 0x09, value != 0x0A, value != 0x0D else { return false }
    guard value != 0xFFFD, let scalar = Unicode.Scalar(value) else { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .privateUse: return isKnown(scalar, since: 8)
    default: return false
    }
  }

  /// What BERT pads with spaces; a block of Extension D is missing there.
  static func isIdeographForBert(_ value: UInt32) -> Bool {
    switch value {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2A6DF, 0x2A700...0x2B81F,
      0x2B920...0x2CEAF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }

  /// What BERT's `strip_accents` takes out.
  static func isAccentForBert(_ value: UInt32) -> Bool {
    switch value {
    case 0..<0x300, 0x1885, 0x1886, 0xA9BD, 0x111C9: return false
    case 0x1734, 0x1171E: return true
    default: break
    }
    guard let scalar = Unicode.Scalar(value) else { return false }
    return scalar.properties.generalCategory == .nonspacingMark && isKnown(scalar, since: 8)
  }

  /// What the normalizer `StripAccents` takes out.
  static func isMark(_ value: UInt32) -> Bool {
    switch value {
    case 0..<0x300, 0x111C9: return false
    case 0x1CF2, 0x1CF3: return true
    default: break
    }
    guard let scalar = Unicode.Scalar(value) else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return isKnown(scalar, since: 9)
    default: return false
    }
  }

  /// Punctuation of the pre-tokenizers `BertPreTokenizer` and `Punctuation`.
  static func isPunctuation(_ value: UInt32) -> Bool {
    switch value {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E, 0x166D, 0x111C9: return true
    case 0..<0x80: return false
    default: break
    }
    guard let scalar = Unicode.Scalar(value) else { return false }
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return isKnown(scalar, since: 8)
    default: return false
    }
  }

  /// Canonical combining class of the normalisation forms.
  static func combiningClass(_ value: UInt32) -> UInt8 {
    guard value >= 0x300, let scalar = Unicode.Scalar(value) else { return 0 }
    let rank = scalar.properties.canonicalCombiningClass.rawValue
    return rank != 0 && isKnown(scalar, since: 9) ? rank : 0
  }

  /// `\p{L}` of the regular expressions.
  static func isLetter(_ value: UInt32) -> Bool {
    guard value >= 0x80 else { return 0x61...0x7A ~= value | 0x20 }
    guard let scalar = Unicode.Scalar(value) else { return false }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return isKnown(scalar, since: 16)
    default: return false
    }
  }

  /// `\p{N}` of the regular expressions.
  static func isNumber(_ value: UInt32) -> Bool {
    guard value >= 0x80 else { return 0x30...0x39 ~= value }
    guard let scalar = Unicode.Scalar(value) else { return false }
    return isNumeric(scalar) && isKnown(scalar, since: 16)
  }

  /// `char::is_numeric`, by which the pre-tokenizer `Digits` goes.
  static func isNumeric(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber: true
    default: false
    }
  }

  /// `\w` of the pre-tokenizer `Whitespace` and of added tokens that stand apart from words.
  static func isWord(_ value: UInt32) -> Bool {
    value == 0x200C || value == 0x200D || isWordOfAnyLibrary(value)
  }

  /// `\w` of the regular expressions in a file, which another library reads.
  static func isPatternWord(_ value: UInt32) -> Bool {
    switch value {
    case 0xB2, 0xB3, 0xB9, 0xBC...0xBE: true
    default: isWordOfAnyLibrary(value)
    }
  }

  private static func isWordOfAnyLibrary(_ value: UInt32) -> Bool {
    guard value >= 0x80 else {
      return 0x61...0x7A ~= value | 0x20 || 0x30...0x39 ~= value || value == 0x5F
    }
    guard let scalar = Unicode.Scalar(value) else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation:
      return isKnown(scalar, since: 16)
    default: return scalar.properties.isAlphabetic && isKnown(scalar, since: 16)
    }
  }

  /// Tells whether a Unicode version of this major number knows a scalar.
  private static func isKnown(_ scalar: Unicode.Scalar, since major: Int) -> Bool {
    guard let age = scalar.properties.age else { return false }
    return age.major < major || age.major == major && age.minor == 0
  }
}
