/// Writes scalars as PyYAML's emitter does with `allow_unicode` and a width of 80.
struct YAMLTextWriter {
  private(set) var text = ""
  private var column = 0
  private let implicit = YAMLImplicitTypes()
  private static let width = 80

  mutating func put(_ piece: String) {
    text += piece
    column += piece.unicodeScalars.count
  }

  mutating func newLine(_ indent: Int) {
    text += "\n" + String(repeating: " ", count: indent)
    column = indent
  }

  mutating func scalar(_ value: CanonicalYAML, indent: Int, isKey: Bool) {
    switch value {
    case .integer(let number): put(String(number))
    case .number(let number): put(Self.number(number))
    case .string(let string): self.string(string, indent: indent + 2, folds: !isKey)
    case .list: put("[]")
    case .mapping: put("{}")
    }
  }

  /// As `repr` writes it, with a point before an exponent, which YAML asks for.
  static func number(_ value: Double) -> String {
    if value.isNaN { return ".nan" }
    if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
    let text = value.description
    guard let e = text.firstIndex(of: "e") else { return text }
    var mantissa = String(text[..<e])
    var exponent = String(text[text.index(after: e)...])
    if !mantissa.contains(".") { mantissa += ".0" }
    let sign = exponent.hasPrefix("-") ? "-" : "+"
    exponent = String(exponent.drop { $0 == "-" || $0 == "+" })
    if exponent.count < 2 { exponent = "0" + exponent }
    return "\(mantissa)e\(sign)\(exponent)"
  }

  private mutating func string(_ string: String, indent: Int, folds: Bool) {
    switch YAMLScalarStyle(string, implicit) {
    case .plain: plain(string, indent: indent, folds: folds)
    case .singleQuoted: singleQuoted(string, indent: indent, folds: folds)
    case .doubleQuoted: doubleQuoted(string, indent: indent, folds: folds)
    }
  }

  private mutating func plain(_ string: String, indent: Int, folds: Bool) {
    let words = string.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    put(words[0])
    for (index, word) in words.enumerated().dropFirst() {
      // Only a single space may become a line break.
      let isSingle = !word.isEmpty && (index == 1 || !words[index - 1].isEmpty)
      if folds, isSingle, column > Self.width { newLine(indent) } else { put(" ") }
      put(word)
    }
  }

  private mutating func singleQuoted(_ string: String, indent: Int, folds: Bool) {
    put("'")
    let words = string.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    put(words[0].replacing("'", with: "''"))
    for (index, word) in words.enumerated().dropFirst() {
      let isSingle =
        !word.isEmpty && !words[index - 1].isEmpty
        || index == 1 && !words[0].isEmpty && !word.isEmpty
      if folds, isSingle, column > Self.width { newLine(indent) } else { put(" ") }
      put(word.replacing("'", with: "''"))
    }
    put("'")
  }

  /// Texts with line feeds, control characters or other signs that no other style can hold.
  private mutating func doubleQuoted(_ string: String, indent: Int, folds: Bool) {
    put("\"")
    let scalars = Array(string.unicodeScalars)
    var start = 0
    var end = 0
    while end <= scalars.count {
      let scalar = end < scalars.count ? scalars[end] : nil
      if scalar.map(Self.isEscaped) ?? true {
        if start < end {
          put(String(String.UnicodeScalarView(scalars[start..<end])))
          start = end
        }
        if let scalar {
          put(Self.escape(scalar))
          start = end + 1
        }
      }
      if folds, end > 0, end < scalars.count - 1, scalar == " " || start >= end,
        column + (end - start) > Self.width
      {
        if start < end {
          put(String(String.UnicodeScalarView(scalars[start..<end])) + "\\")
        } else {
          put("\\")
        }
        if start < end { start = end }
        newLine(indent)
        if scalars.indices.contains(start), scalars[start] == " " { put("\\") }
      }
      end += 1
    }
    put("\"")
  }

  private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\"", "\\", "\u{85}", "\u{2028}", "\u{2029}", "\u{FEFF}": true
    default:
      !(0x20...0x7E ~= scalar.value || 0xA0...0xD7FF ~= scalar.value
        || 0xE000...0xFFFD ~= scalar.value)
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\0": return "\\0"
    case "\u{07}": return "\\a"
    case "\u{08}": return "\\b"
    case "\t": return "\\t"
    case "\n": return "\\n"
    case "\u{0B}": return "\\v"
    case "\u{0C}": return "\\f"
    case "\r": return "\\r"
    case "\u{1B}": return "\\e"
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\u{85}": return "\\N"
    case "\u{A0}": return "\\_"
    case "\u{2028}": return "\\L"
    case "\u{2029}": return "\\P"
    default:
      let hex = String(scalar.value, radix: 16, uppercase: true)
      let (letter, length) =
        scalar.value <= 0xFF ? ("x", 2) : scalar.value <= 0xFFFF ? ("u", 4) : ("U", 8)
      return "\\\(letter)" + String(repeating: "0", count: length - hex.count) + hex
    }
  }
}
