/// How the answer to a question is found in what a model wrote, and held against the right one.
package struct AnswerMatch: Sendable, Hashable {
  /// What is compared.
  package enum Form: String, Sendable, Hashable, CaseIterable {
    /// The last number, without commas, currency and a point at its end.
    case number
    /// What stands in the last `\boxed{}`, else the last number; spaces and dollar signs aside.
    case boxed
    /// What stands behind the last marker up to the end of its line, case and a full stop aside.
    case text
    /// The same, of which the first letter in brackets or alone counts.
    case letter
  }

  /// The right answer.
  package var answer: TextTemplate
  package var form: Form
  /// Words behind which the answer stands; the whole text where they are not there.
  package var marker: String

  /// Says what is compared, and where it stands.
  package init(answer: TextTemplate, form: Form, marker: String = "") {
    self.answer = answer
    self.form = form
    self.marker = marker
  }

  /// Whether the text gives the answer; nil where it gives none at all.
  package func isRight(_ text: String, _ right: String) -> Bool? {
    guard let found = extracted(text) else { return nil }
    return found == (extracted(right) ?? Self.plain(right))
  }

  /// The answer as it is compared; nil where there is none.
  package func extracted(_ text: String) -> String? {
    let part = behindMarker(text)
    switch form {
    case .number: return Self.lastNumber(part) ?? Self.lastNumber(text)
    case .boxed: return (Self.boxed(text) ?? Self.lastNumber(part)).map { Self.bare($0) }
    case .text:
      let plain = Self.plain(part)
      return plain.isEmpty ? nil : plain
    case .letter: return Self.letter(part)
    }
  }

  private func behindMarker(_ text: String) -> String {
    guard !marker.isEmpty, let hit = text.ranges(of: marker).last else { return text }
    let rest = text[hit.upperBound...]
    return String(rest.prefix { !$0.isNewline })
  }

  /// The last run of digits with its sign and fraction.
  static func lastNumber(_ text: String) -> String? {
    var found: String?
    var current = ""
    func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
    func close() {
      var number = current
      while let last = number.last, !isDigit(last) { number.removeLast() }
      if number.contains(where: isDigit) { found = normal(number) }
      current = ""
    }
    for character in text {
      let continues = character == "." || character == ","
      if isDigit(character) || (continues && current.contains(where: isDigit)) {
        current.append(character)
      } else {
        close()
        if character == "-" || character == "−" { current = "-" }
      }
    }
    close()
    return found
  }

  /// Without commas, and without zeros that change nothing.
  private static func normal(_ number: String) -> String {
    var text = number.filter { $0 != "," }
    if text.contains(".") {
      while text.last == "0" { text.removeLast() }
      if text.last == "." { text.removeLast() }
    }
    return text
  }

  /// What the last `\boxed{}` holds, braces within it counted.
  private static func boxed(_ text: String) -> String? {
    guard let open = text.ranges(of: "\\boxed{").last else { return nil }
    var depth = 1
    var inside = ""
    for character in text[open.upperBound...] {
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      if depth == 0 { return inside }
      inside.append(character)
    }
    return nil
  }

  private static func bare(_ text: String) -> String {
    text.replacing("\\left", with: "").replacing("\\right", with: "").replacing("\\!", with: "")
      .replacing("dfrac", with: "frac").replacing("tfrac", with: "frac")
      .filter { !$0.isWhitespace && $0 != "$" }
  }

  private static func plain(_ text: String) -> String {
    var text = text.lowercased()
    let isEdge: (Character) -> Bool = { $0.isWhitespace || "\"'`*“”.".contains($0) }
    while let first = text.first, isEdge(first) { text.removeFirst() }
    while let last = text.last, isEdge(last) { text.removeLast() }
    return text
  }

  /// `(B)`, or a letter that stands alone.
  private static func letter(_ text: String) -> String? {
    let words = text.split { !$0.isLetter && !$0.isNumber }
    return words.first { $0.count == 1 && $0.first?.isLetter == true }?.uppercased()
  }
}
