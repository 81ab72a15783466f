import ReportPages

/// Markdown within a line: the literal parts are the program's, every insertion is shown as it is.
///
/// Names in an audit log may hold anything. None of them may become a link, an element, a fence of the
/// card or the end of a line.
package struct MarkdownText: Sendable, Hashable {
  package private(set) var markdown: String

  /// Takes Markdown that the program or the card's people have written.
  init(markdown: String) { self.markdown = markdown }

  /// Takes a text that is to be shown as it is.
  init(plain: String) { markdown = Self.escaped(plain) }

  /// The text without the marks that keep it plain.
  var plain: String {
    var out = ""
    var isEscaped = false
    for character in markdown {
      isEscaped = character == "\\" && !isEscaped
      if !isEscaped { out.append(character) }
    }
    return out
  }

  /// Puts a backslash before what Markdown or HTML would take for a mark.
  private static func escaped(_ text: String) -> String {
    // Nearly all figures and names: a card may have ten thousand.
    guard !text.utf8.allSatisfy(isTame) else { return text }
    let scalars = Array(ReportFormat.printable(text).unicodeScalars)
    var out = String.UnicodeScalarView()
    for (place, scalar) in scalars.enumerated() {
      let next = place + 1 < scalars.count ? scalars[place + 1] : nil
      let previous = place > 0 ? scalars[place - 1] : nil
      if isMark(scalar, after: previous, before: next) { out.append("\\") }
      out.append(scalar)
    }
    return String(out)
  }

  /// Whether a byte is a visible sign of ASCII that is never a mark.
  private static func isTame(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "["),
      UInt8(ascii: "~"), UInt8(ascii: "_"), UInt8(ascii: "<"), UInt8(ascii: "!"),
      UInt8(ascii: "&"):
      false
    default: (0x20..<0x7F).contains(byte)
    }
  }

  private static func isMark(
    _ scalar: Unicode.Scalar,
    after previous: Unicode.Scalar?,
    before next: Unicode.Scalar?
  ) -> Bool {
    func isWord(_ scalar: Unicode.Scalar?) -> Bool {
      scalar?.properties.isAlphabetic ?? false || scalar?.properties.numericType != nil
    }
    switch scalar {
    case "\\", "`", "*", "[", "~": return true
    // Within a word it stands for itself, as in the names of most metrics.
    case "_": return !isWord(previous) || !isWord(next)
    case "<": return next.map { isWord($0) || $0 == "/" || $0 == "!" || $0 == "?" } ?? false
    case "!": return previous == "<"
    case "&": return isWord(next) || next == "#"
    default: return false
    }
  }

  /// A code span, where the text can stand in one.
  private static func code(_ text: String) -> String {
    let text = ReportFormat.printable(text)
    let isPlain =
      text.contains("`") || text.contains("\\") || text.contains("<!--")
      || text.allSatisfy(\.isWhitespace)
    return isPlain ? escaped(text) : "`\(text)`"
  }
}

extension MarkdownText {
  package static func + (left: MarkdownText, right: MarkdownText) -> MarkdownText {
    MarkdownText(markdown: left.markdown + right.markdown)
  }
}

extension [MarkdownText] {
  func joined(separator: String) -> MarkdownText {
    MarkdownText(markdown: map(\.markdown).joined(separator: separator))
  }
}

extension MarkdownText: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) { markdown = value }

  package init(stringInterpolation: StringInterpolation) { markdown = stringInterpolation.markdown }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var markdown = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      markdown.reserveCapacity(literalCapacity)
    }

    package mutating func appendLiteral(_ literal: String) { markdown += literal }

    /// Shows a text as it is.
    package mutating func appendInterpolation(_ text: some StringProtocol) {
      markdown += MarkdownText.escaped(String(text))
    }

    package mutating func appendInterpolation(_ number: Int) { markdown += String(number) }

    /// Shows a name or a digest as code.
    package mutating func appendInterpolation(code text: some StringProtocol) {
      markdown += MarkdownText.code(String(text))
    }

    package mutating func appendInterpolation(_ text: MarkdownText) { markdown += text.markdown }
  }
}
