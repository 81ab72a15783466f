extension TextDisguise {
  /// The same text in another dress; letters without one stay as they are.
  package func applied(to text: String) -> String {
    switch self {
    case .upperCase: return text.uppercased()
    case .fullWidth: return Self.map(text) { 0x21...0x7E ~= $0 ? $0 + 0xFEE0 : $0 }
    case .mathematical: return Self.inAlphabet(text, lower: 0x1D41A, upper: 0x1D400)
    case .circled: return Self.inAlphabet(text, lower: 0x24D0, upper: 0x24B6)
    case .homoglyph: return Self.map(text) { Self.alike[$0] ?? $0 }
    case .zeroWidth: return Self.between(text, "\u{200B}")
    case .softHyphen: return Self.between(text, "\u{AD}")
    case .combining: return Self.after(text, "\u{336}")
    case .accents: return Self.map(text) { Self.accented[$0] ?? $0 }
    case .leet: return Self.map(text) { Self.figures[$0] ?? $0 }
    case .spaced: return Self.apart(text, " ")
    case .dotted: return Self.apart(text, ".")
    case .joined: return String(text.filter { $0 != " " })
    case .drawnOut: return Self.drawnOut(text)
    case .newline: return String(text.map { $0 == " " ? "\n" : $0 })
    case .base64: return Self.base64(Array(text.utf8))
    case .hex: return text.utf8.map { Self.hex($0) }.joined()
    case .percent: return text.utf8.map { "%" + Self.hex($0) }.joined()
    case .rot13: return Self.map(text, Self.turned)
    case .reversed: return String(text.reversed())
    }
  }

  private static let alike: [UInt32: UInt32] = [
    0x61: 0x430, 0x63: 0x441, 0x65: 0x435, 0x69: 0x456, 0x6F: 0x43E, 0x70: 0x440, 0x73: 0x455,
    0x78: 0x445, 0x79: 0x443,
  ]
  private static let accented: [UInt32: UInt32] = [
    0x61: 0xE1, 0x65: 0xE9, 0x69: 0xED, 0x6F: 0xF3, 0x75: 0xFA, 0x6E: 0xF1,
  ]
  private static let figures: [UInt32: UInt32] = [
    0x61: 0x34, 0x65: 0x33, 0x69: 0x31, 0x6F: 0x30, 0x73: 0x35, 0x74: 0x37,
  ]

  private static func map(_ text: String, _ change: (UInt32) -> UInt32) -> String {
    var mapped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      mapped.append(Unicode.Scalar(change(scalar.value)) ?? scalar)
    }
    return String(mapped)
  }

  /// The letters of another alphabet, whose `a` and `A` are given.
  private static func inAlphabet(_ text: String, lower: UInt32, upper: UInt32) -> String {
    map(text) {
      switch $0 {
      case 0x61...0x7A: lower + ($0 - 0x61)
      case 0x41...0x5A: upper + ($0 - 0x41)
      default: $0
      }
    }
  }

  private static func turned(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x61...0x7A: 0x61 + (scalar - 0x61 + 13) % 26
    case 0x41...0x5A: 0x41 + (scalar - 0x41 + 13) % 26
    default: scalar
    }
  }

  private static func isLetter(_ character: Character?) -> Bool { character?.isLetter ?? false }

  private static func between(_ text: String, _ sign: String) -> String {
    var changed = ""
    var last: Character?
    for character in text {
      if isLetter(last), isLetter(character) { changed += sign }
      changed.append(character)
      last = character
    }
    return changed
  }

  private static func after(_ text: String, _ sign: String) -> String {
    text.map { isLetter($0) ? String($0) + sign : String($0) }.joined()
  }

  private static func apart(_ text: String, _ sign: String) -> String {
    text.filter { $0 != " " }.map { String($0) }.joined(separator: sign)
  }

  private static func drawnOut(_ text: String) -> String {
    text.map { "aeiou".contains($0) ? String(repeating: $0, count: 4) : String($0) }.joined()
  }

  private static func hex(_ byte: UInt8) -> String {
    String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : "=")
      }
    }
    return text
  }
}
