/// Which style PyYAML chooses for a text.
enum YAMLScalarStyle: Sendable, Hashable {
  case plain
  case singleQuoted
  case doubleQuoted

  init(_ text: String) {
    let scalars = Array(text.unicodeScalars)
    guard !scalars.isEmpty else {
      self = .singleQuoted
      return
    }
    // Line feeds would be folded by single quotes; every special sign needs an escape.
    if scalars.contains(where: Self.isSpecial) {
      self = .doubleQuoted
    } else if Self.isPlain(scalars), !Self.isImplicit(text) {
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

  /// Whether a YAML 1.1 reader takes the plain text for something else than a text.
  private static func isImplicit(_ text: String) -> Bool {
    let words: Set<String> = [
      "yes", "Yes", "YES", "no", "No", "NO", "true", "True", "TRUE", "false", "False", "FALSE",
      "on", "On", "ON", "off", "Off", "OFF", "~", "null", "Null", "NULL", "<<", "=",
    ]
    guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first) else {
      return words.contains(text)
    }
    return isNumber(text) || isTime(text)
  }

  private static func isNumber(_ text: String) -> Bool {
    let patterns: [Regex<Substring>] = [
      /[-+]?0b[0-1_]+/, /[-+]?0[0-7_]+/, /[-+]?(?:0|[1-9][0-9_]*)/, /[-+]?0x[0-9a-fA-F_]+/,
      /[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+/,
      /[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?/, /\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?/,
      /[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*/, /[-+]?\.(?:inf|Inf|INF)/,
      /\.(?:nan|NaN|NAN)/,
    ]
    return patterns.contains { text.wholeMatch(of: $0) != nil }
  }

  private static func isTime(_ text: String) -> Bool {
    let patterns: [Regex<Substring>] = [
      /[0-9]{4}-[0-9]{2}-[0-9]{2}/,
      /[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?/,
    ]
    return patterns.contains { text.wholeMatch(of: $0) != nil }
  }
}
