/// Expressions in TeX, brought to one of the ways in which the same value is written.
///
/// The rules are those that answers to MATH have been compared by since its authors did
/// (Hendrycks et al. 2021, arXiv 2103.03874), and what else says nothing of the value.
enum MathExpression {
  /// Signs of layout and units, which come and go.
  private static let spellings = [
    ("\\!", ""), ("\\left", ""), ("\\right", ""), ("dfrac", "frac"), ("tfrac", "frac"),
    ("^{\\circ}", ""), ("^\\circ", ""), ("\\$", ""), ("\\%", ""), ("%", ""),
  ]

  /// The expression as it is compared.
  static func plain(_ text: String) -> String {
    var text = spellings.reduce(text) { $0.replacing($1.0, with: $1.1) }
    // A text that begins with a space is the unit behind a number.
    if let unit = text.firstRange(of: "\\text{ "), unit.lowerBound > text.startIndex {
      text = String(text[..<unit.lowerBound])
    }
    text = unwrapped(text).filter { !$0.isWhitespace && $0 != "$" }
    if text.hasSuffix(".") { text.removeLast() }
    let sides = text.split(separator: "=", omittingEmptySubsequences: false)
    if sides.count == 2, sides[0].count <= 2 { text = String(sides[1]) }
    text = withLeadingZeros(text)
    text = braced(text[...], behind: "\\sqrt", arguments: 1)
    text = braced(text[...], behind: "\\frac", arguments: 2)
    return text == "0.5" ? "\\frac{1}{2}" : fraction(text)
  }

  /// Words without the command that sets them upright.
  private static func unwrapped(_ text: String) -> String {
    var text = text
    for command in ["\\text{", "\\textbf{", "\\mathrm{", "\\mbox{"] {
      while let open = text.firstRange(of: command),
        let close = text[open.upperBound...].firstIndex(of: "}")
      {
        text.remove(at: close)
        text.removeSubrange(open)
      }
    }
    return text
  }

  /// `.5` as `0.5`.
  private static func withLeadingZeros(_ text: String) -> String {
    var out = ""
    for character in text {
      if character == ".", !(out.last?.isNumber ?? false) { out.append("0") }
      out.append(character)
    }
    return out
  }

  /// `\frac12` as `\frac{1}{2}`.
  private static func braced(
    _ text: Substring,
    behind command: String,
    arguments: Int
  ) -> String {
    var out = ""
    var rest = text
    while let hit = rest.firstRange(of: command) {
      out += rest[..<hit.upperBound]
      rest = rest[hit.upperBound...]
      for _ in 0..<arguments {
        guard let first = rest.first, first != "[", first != "\\" else { break }
        guard first == "{" else {
          out += "{\(first)}"
          rest = rest.dropFirst()
          continue
        }
        guard let end = groupEnd(rest) else { return out + rest }
        let inside = rest[rest.index(after: rest.startIndex)..<end]
        out += "{\(braced(inside, behind: command, arguments: arguments))}"
        rest = rest[rest.index(after: end)...]
      }
    }
    return out + rest
  }

  /// Where the brace closes that a text begins with.
  private static func groupEnd(_ text: Substring) -> Substring.Index? {
    var depth = 0
    return text.indices.first { index in
      if text[index] == "{" { depth += 1 }
      if text[index] == "}" { depth -= 1 }
      return depth == 0
    }
  }

  /// `3/4` as `\frac{3}{4}`; only of whole numbers.
  private static func fraction(_ text: String) -> String {
    let sign = text.hasPrefix("-") ? "-" : ""
    let parts = text.dropFirst(sign.count).split(separator: "/", omittingEmptySubsequences: false)
    let isWhole = parts.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { $0.isASCII && $0.isNumber }
    }
    guard parts.count == 2, isWhole else { return text }
    return "\(sign)\\frac{\(parts[0])}{\(parts[1])}"
  }
}
