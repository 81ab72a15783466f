/// Which of two answers, A or B, a judge prefers.
package enum Preference: String, Sendable, Hashable {
  case a = "A"
  case b = "B"

  /// Reads a judge's reply: the letter that stands alone at its start, else the only one it favours.
  ///
  /// Nil where it favours none, or both. A letter that is set behind the other (`than B`) or found
  /// wanting (`B is worse`) is not favoured; that the other one is follows from neither.
  package init?(reading reply: String) {
    let words = ReplyWord.all(of: reply)
    if let first = words.first, first.standsAlone, let letter = Preference(rawValue: first.text),
      words.count == 1 || Preference(rawValue: words[1].text) == nil
    {
      self = letter
      return
    }
    let favoured = Set(words.indices.compactMap { Self.favoured(at: $0, in: words) })
    guard favoured.count == 1, let only = favoured.first else { return nil }
    self = only
  }

  /// How many words on either side tell what is said of a letter.
  private static let reach = 3
  private static let nouns: Set = ["answer", "response", "option", "choice"]
  /// What stands behind the letter and never behind the article.
  private static let verbs: Set = [
    "is", "was", "wins", "seems", "does", "gives", "has", "or", "and", "over", "because", "since",
  ]
  private static let comparisons: Set = ["than", "over"]
  private static let faults: Set = [
    "not", "no", "cannot", "neither", "nor", "worse", "less", "loses",
  ]

  private static func favoured(at place: Int, in words: [ReplyWord]) -> Preference? {
    guard let letter = Preference(rawValue: words[place].text),
      letter == .b || !isArticle(at: place, in: words)
    else { return nil }
    let before = words[..<place].suffix(reach).reversed().prefix { !$0.endsClause }
    let isBehind = before.contains { comparisons.contains($0.lowercased) }
    var behind = words[place...].prefix(reach + 1)
    if let end = behind.firstIndex(where: \.endsClause) { behind = behind[...end] }
    let isFaulted = (before + behind.dropFirst()).contains { isFault($0.lowercased) }
    return isBehind || isFaulted ? nil : letter
  }

  private static func isFault(_ word: String) -> Bool {
    faults.contains(word) || word.hasSuffix("n't") || word.hasSuffix("n’t")
  }

  /// Whether an `A` belongs to the small word behind it, as in `A good answer`.
  private static func isArticle(at place: Int, in words: [ReplyWord]) -> Bool {
    guard !words[place].standsAlone, place + 1 < words.count else { return false }
    let next = words[place + 1].text
    guard next.first?.isLowercase == true, !verbs.contains(next) else { return false }
    guard let before = words[..<place].last else { return true }
    return before.endsClause || !nouns.contains(before.lowercased)
  }
}

/// A word of a judge's reply, and what parts it from the next.
private struct ReplyWord {
  var text: String
  var behind = ""

  var lowercased: String { text.lowercased() }
  /// Whether there is more than space between it and the next, or no next one.
  var standsAlone: Bool { behind.isEmpty || behind.contains { $0 != " " } }
  var endsClause: Bool { behind.contains { $0.isNewline || ".,;:!?()".contains($0) } }

  static func all(of reply: String) -> [ReplyWord] {
    let characters = Array(reply)
    func isLetter(_ place: Int) -> Bool {
      place < characters.count && (characters[place].isLetter || characters[place].isNumber)
    }
    var words: [ReplyWord] = []
    var isInside = false
    for (place, character) in characters.enumerated() {
      let isApostrophe = isInside && "'’".contains(character) && isLetter(place + 1)
      let belongs = isLetter(place) || isApostrophe
      if !belongs {
        if !words.isEmpty { words[words.count - 1].behind.append(character) }
      } else if isInside {
        words[words.count - 1].text.append(character)
      } else {
        words.append(ReplyWord(text: String(character)))
      }
      isInside = belongs
    }
    return words
  }
}
