import ReportPages

/// Turns the marks of Markdown within a line into elements: code, bold, emphasis, links.
enum InlineHTML {
  /// A line of a person or of a block; everything else in it is escaped.
  static func text(_ line: String) -> String {
    var out = ""
    var rest = line[...]
    while let character = rest.first {
      if let (html, length) = element(rest) {
        out += html
        rest = rest.dropFirst(length)
      } else if character == "\\", rest.dropFirst().first.map(isMark) ?? false {
        out += HTMLText.escaped(String(rest.dropFirst().prefix(1)))
        rest = rest.dropFirst(2)
      } else {
        out += HTMLText.escaped(String(character))
        rest = rest.dropFirst()
      }
    }
    return out
  }

  /// Whether a backslash before a sign keeps it plain: every sign of ASCII that is no word's.
  private static func isMark(_ character: Character) -> Bool {
    character.isASCII && (character.isPunctuation || character.isSymbol)
  }

  private static func element(_ text: Substring) -> (String, Int)? {
    if text.hasPrefix("`") {
      return span(text, "`", "`").map { ("<code>\(HTMLText.escaped($0))</code>", $0.count + 2) }
    }
    if text.hasPrefix("**") {
      return span(text, "**", "**").map { ("<strong>\(Self.text($0))</strong>", $0.count + 4) }
    }
    if text.hasPrefix("*") {
      return span(text, "*", "*").map { ("<em>\(Self.text($0))</em>", $0.count + 2) }
    }
    if text.hasPrefix("<sup>") {
      return span(text, "<sup>", "</sup>").map {
        ("<sup class=\"ev\">\(HTMLText.escaped($0))</sup>", $0.count + 11)
      }
    }
    guard text.hasPrefix("[") else { return nil }
    guard let label = span(text, "[", "]") else { return nil }
    let after = text.dropFirst(label.count + 2)
    guard let target = span(after, "(", ")"), isSafe(target) else { return nil }
    return (
      "<a href=\"\(HTMLText.escaped(target))\" rel=\"noreferrer\">\(Self.text(label))</a>",
      label.count + target.count + 4
    )
  }

  /// What stands between two marks at the beginning of a text.
  private static func span(_ text: Substring, _ open: String, _ close: String) -> String? {
    guard text.hasPrefix(open) else { return nil }
    let inner = text.dropFirst(open.count)
    guard let end = inner.firstRange(of: close), end.lowerBound > inner.startIndex else {
      return nil
    }
    return String(inner[..<end.lowerBound])
  }

  private static func isSafe(_ target: String) -> Bool {
    !target.contains { $0.isWhitespace }
      && (target.hasPrefix("https://") || target.hasPrefix("http://") || target.hasPrefix("mailto:")
        || target.hasPrefix("#") || !target.contains(":"))
  }
}
