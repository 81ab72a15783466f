import SafetyCore

/// A way of putting the same question that a reader still understands.
package enum TextVariant: Sendable, Hashable {
  /// As it stands in the file.
  case plain
  /// In one of the disguises that the guard's policies are tested with.
  case disguise(TextDisguise)
  case typo(Typo)
  case wording(Wording)

  /// A slip of the hand in about every fourth word.
  package enum Typo: String, Sendable, Hashable, CaseIterable {
    /// Two letters change places.
    case swap = "typo-swap"
    case drop = "typo-drop"
    case double = "typo-double"
    /// The key beside the right one.
    case neighbour = "typo-neighbour"
  }

  /// Other words around the question, which change nothing about what is asked.
  package enum Wording: String, Sendable, Hashable, CaseIterable {
    case lowerCase = "lower-case"
    case unpunctuated
    case polite
    case curious
    case urgent
    case afterThanks = "after-thanks"
  }
}

extension TextVariant: RawRepresentable, CaseIterable {
  package static var allCases: [TextVariant] {
    [.plain] + TextDisguise.allCases.map { .disguise($0) } + Typo.allCases.map { .typo($0) }
      + Wording.allCases.map { .wording($0) }
  }

  /// The name in descriptions and in the ids of items.
  package var rawValue: String {
    switch self {
    case .plain: "plain"
    case .disguise(let disguise): disguise.rawValue
    case .typo(let typo): typo.rawValue
    case .wording(let wording): wording.rawValue
    }
  }

  package init?(rawValue: String) {
    guard let found = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = found
  }

  /// The text in this form, the same each time for an item.
  package func applied(to text: String, id: String) -> String {
    switch self {
    case .plain: text
    case .disguise(let disguise): disguise.applied(to: text)
    case .typo(let typo): typo.applied(to: text, seed: AnswerProtocol.seed(0, id, 0))
    case .wording(let wording): wording.applied(to: text)
    }
  }
}

extension TextVariant.Wording {
  func applied(to text: String) -> String {
    switch self {
    case .lowerCase: text.lowercased()
    case .unpunctuated: text.filter { !$0.isPunctuation }
    case .polite: "Could you please help me with this? " + text
    case .curious: "I was wondering about something. " + text
    case .urgent: text + " Please answer quickly."
    case .afterThanks: "Thank you for your help so far. " + text
    }
  }
}

extension TextVariant.Typo {
  private static let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]

  func applied(to text: String, seed: UInt64) -> String {
    var random = SplitMix64(seed: seed)
    return text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let letters = Array(word)
      let isLong = letters.count > 3 && letters.allSatisfy { $0.isASCII && $0.isLetter }
      guard isLong, random.index(below: 4) == 0 else { return String(word) }
      // Neither the first letter nor the last: those carry a word.
      return String(changed(letters, at: 1 + random.index(below: letters.count - 2)))
    }.joined(separator: " ")
  }

  private func changed(_ letters: [Character], at place: Int) -> [Character] {
    var letters = letters
    switch self {
    case .swap: letters.swapAt(place, place - (place > 1 ? 1 : -1))
    case .drop: letters.remove(at: place)
    case .double: letters.insert(letters[place], at: place)
    case .neighbour: letters[place] = Self.neighbour(of: letters[place])
    }
    return letters
  }

  private static func neighbour(of letter: Character) -> Character {
    for row in rows {
      let keys = Array(row)
      if let place = keys.firstIndex(where: { String($0) == letter.lowercased() }) {
        return keys[place == 0 ? 1 : place - 1]
      }
    }
    return letter
  }
}
