/// What a card says otherwise than its evidence.
package struct CardProblem: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable {
    /// A text of the card differs from what the evidence gives.
    case edited
    /// Two cells of a row, or two rows of a column, stand in each other's place.
    case swapped
    /// The evidence has it and the card has not.
    case missing
    /// The card has it and no evidence does.
    case unproved
  }

  package var kind: Kind
  /// The block, or `front-matter`; all of it where nothing below names a part.
  package var block: String
  /// The row's first cell, with the metric behind it where there is one.
  package var row: String?
  package var column: String?
  package var found: String?
  package var expected: String?
  /// The events that say so.
  package var evidence: [Int] = []

  /// A sentence for people.
  package var message: String {
    var place = "`\(block)`"
    if let row { place += ", row `\(row)`" }
    if let column { place += ", column `\(column)`" }
    switch kind {
    case .missing:
      guard expected != nil else { return "\(place): missing" }
      return "\(place): missing, the evidence has \(quoted(expected))\(events)"
    case .unproved:
      guard found != nil else { return "\(place): there is no evidence for it" }
      return "\(place): \(quoted(found)) has no evidence"
    case .edited, .swapped:
      let word = kind == .swapped ? "swapped: " : ""
      let same = Self.sharedLength(found ?? "", expected ?? "")
      return
        "\(place): \(word)the card says \(quoted(found, from: same)), the evidence "
        + "\(quoted(expected, from: same))\(events)"
    }
  }

  private var events: String {
    let named = Set(evidence).sorted().prefix(4).map(String.init)
    guard !named.isEmpty else { return "" }
    return " (event\(named.count > 1 ? "s" : "") \(named.joined(separator: ", ")))"
  }

  /// How much of two long texts is the same and need not be shown; a few words of it are.
  private static func sharedLength(_ one: String, _ other: String) -> Int {
    guard max(one.count, other.count) > 90 else { return 0 }
    return max(0, zip(one, other).prefix { $0 == $1 }.count - 30)
  }

  private func quoted(_ text: String?, from start: Int = 0) -> String {
    let text = (text ?? "").dropFirst(start)
    let shown = text.count > 90 ? "\(text.prefix(87))…" : String(text)
    return start > 0 ? "`…\(shown)`" : "`\(shown)`"
  }
}
