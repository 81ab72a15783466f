/// Which style PyYAML chooses for a text.
enum YAMLScalarStyle: Sendable, Hashable {
  case plain
  case singleQuoted
  case doubleQuoted

  init(_ text: String, _ implicit: YAMLImplicitTypes) {
    let scalars = Array(text.unicodeScalars)
    guard !scalars.isEmpty else {
      self = .singleQuoted
      return
    }
    // Line feeds would be folded by single quotes; every special sign needs an escape.
    if scalars.contains(where: Self.isSpecial) {
      self = .doubleQuoted
    } else if Self.isPlain(scalars), !implicit.holds(text) {
      self = .plain
    } else {
      self = .singleQuoted
    }
  }

  private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
      0x10000...0x10FFFE:
      false
    default: true
    }
  }

  /// PyYAML's `analyze_scalar`, for a text of one line in block style.
  private static func isPlain(_ scalars: [Unicode.Scalar]) -> Bool {
    if String(String.UnicodeScalarView(scalars)).hasPrefix("---") { return false }
    if String(String.UnicodeScalarView(scalars)).hasPrefix("...") { return false }
    guard let first = scalars.first, let last = scalars.last, first != " ", last != " " else {
      return false
    }
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      let isBeforeSpace = next == nil || next == " "
      if index == 0 {
        if "#,[]{}&*!|>'\"%@`".unicodeScalars.contains(scalar) { return false }
        if scalar == "?" || scalar == ":", isBeforeSpace { return false }
        if scalar == "-", isBeforeSpace { return false }
      } else {
        if scalar == ":", isBeforeSpace { return false }
        if scalar == "#", scalars[index - 1] == " " { return false }
      }
    }
    return true
  }
}
