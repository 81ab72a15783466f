/// What a rule is about, in the words used by policies, reports and the audit log.
package struct Category: RawRepresentable, Hashable, Sendable, Comparable {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package static func < (a: Category, b: Category) -> Bool { a.rawValue < b.rawValue }
}

extension Category {
  package static let quality = Category(rawValue: "quality")
  package static let repetition = Category(rawValue: "repetition")
  package static let duplicate = Category(rawValue: "duplicate")
  package static let contamination = Category(rawValue: "contamination")
  package static let language = Category(rawValue: "language")
  package static let url = Category(rawValue: "url")
  package static let toxicity = Category(rawValue: "toxicity")
  package static let obscene = Category(rawValue: "obscene")
  package static let insult = Category(rawValue: "insult")
  package static let hate = Category(rawValue: "hate")
  package static let threat = Category(rawValue: "threat")
  package static let sexual = Category(rawValue: "sexual")
  package static let selfHarm = Category(rawValue: "self_harm")
  package static let weapons = Category(rawValue: "weapons")
  package static let drugs = Category(rawValue: "drugs")
  package static let illegal = Category(rawValue: "illegal")
  /// Child sexual abuse material: no list is shipped; texts in it are withheld from every output.
  package static let childSafety = Category(rawValue: "child_safety")
  package static let personalData = Category(rawValue: "personal_data")
  package static let secrets = Category(rawValue: "secrets")
  package static let obfuscation = Category(rawValue: "obfuscation")
  /// Mentions of identity groups; measured for the bias audit, never a reason to remove.
  package static let identity = Category(rawValue: "identity")
}
