/// How the answer to a question is found in what a model wrote, and held against the right one.
package struct AnswerMatch: Sendable, Hashable {
  /// What is compared.
  package enum Form: String, Sendable, Hashable, CaseIterable {
    /// The last number, without commas, currency and a point at its end.
    case number
    /// What stands in the last `\boxed{}`, else the last number, as `MathExpression` writes it.
    case boxed
    /// What stands behind the last marker up to the end of its line, case and a full stop aside.
    case text
    /// The same, of which the first letter in brackets or alone counts.
    case letter

    /// What a right answer must hold.
    var name: String {
      switch self {
      case .number: "number"
      case .boxed: "`\\boxed{}`"
      case .text: "text"
      case .letter: "letter"
      }
    }
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
    guard let found = extracted(text), let right = gold(right) else { return nil }
    return found == right
  }

  /// The right answer of a benchmark's file as it is compared.
  ///
  /// Read more strictly than what a model writes: a number from somewhere in a solution is not its answer.
  ///
  /// - Returns: Nil where nothing can be held against it.
  package func gold(_ right: String) -> String? {
    switch form {
    case .number:
      let part = behindMarker(right)
      let isMarked = marker.isEmpty || right.contains(marker)
      let number = Self.lastNumber(part)
      return isMarked || number == Self.normal(Self.plain(part)) ? number : nil
    case .boxed: return Self.boxed(right).map { MathExpression.plain($0) }
    case .text, .letter: return extracted(right)
    }
  }

  /// The answer as it is compared; nil where there is none.
  package func extracted(_ text: String) -> String? {
    let part = behindMarker(text)
    switch form {
    case .number: return Self.lastNumber(part) ?? Self.lastNumber(text)
    case .boxed: return (Self.boxed(text) ?? Self.lastNumber(part)).map { MathExpression.plain($0) }
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

  /// The last run of digits with its sign and fraction, a currency between them aside.
  static func lastNumber(_ text: String) -> String? {
    let characters = Array(text)
    var found: String?
    var current = ""
    func isDigit(_ place: Int) -> Bool {
      characters.indices.contains(place) && characters[place].isASCII && characters[place].isNumber
    }
    func close() {
      while let last = current.last, !(last.isASCII && last.isNumber) { current.removeLast() }
      if !current.isEmpty { found = normal(current) }
      current = ""
    }
    for (place, character) in characters.enumerated() {
      let hasDigits = current.contains { $0 != "-" }
      if isDigit(place) || (hasDigits && (character == "." || character == ",")) {
        current.append(character)
      } else if character == ".", isDigit(place + 1),
        !current.isEmpty || beginsNumber(characters, place)
      {
        current += "0."
      } else if character != "$" || current != "-" {
        close()
        if character == "-" || character == "−" { current = "-" }
      }
    }
    close()
    return found
  }

  /// Whether the point of `.5` stands there, and not that of `No.5`.
  private static func beginsNumber(_ characters: [Character], _ place: Int) -> Bool {
    place == 0 || !(characters[place - 1].isLetter || characters[place - 1] == ".")
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

  /// What the last `\boxed{}` holds, braces within it counted; or what follows `\boxed ` in its formula.
  private static func boxed(_ text: String) -> String? {
    guard let open = text.ranges(of: "\\boxed").last else { return nil }
    let rest = text[open.upperBound...]
    guard rest.first == "{" else {
      let bare = rest.prefix { $0 != "$" && !$0.isNewline }
      return rest.first == " " && bare.contains { $0 != " " } ? String(bare) : nil
    }
    var depth = 0
    for index in rest.indices {
      if rest[index] == "{" { depth += 1 }
      if rest[index] == "}" { depth -= 1 }
      if depth == 0 { return String(rest[rest.index(after: rest.startIndex)..<index]) }
    }
    return nil
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
