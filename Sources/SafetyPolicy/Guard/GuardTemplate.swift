/// A text of the guard's own in several languages.
package struct GuardTemplate: Sendable, Hashable {
  package var id: String
  /// By language tag.
  package var texts: [String: String]
  /// Languages to try where the one asked for is missing; the first has a text.
  package var fallback: [String]
  /// An instruction to the model, for `safe_complete` and `rewrite`.
  package var addendum: String?

  init(id: String, texts: [String: String], fallback: [String]) {
    self.id = id
    self.texts = texts
    self.fallback = fallback
  }

  /// The text in a language: `pt-BR`, then `pt`, then the fallbacks.
  package func text(in language: String) -> String {
    var tag = language[...]
    while true {
      if let text = texts[String(tag)] { return text }
      guard let dash = tag.lastIndex(of: "-") else { break }
      tag = tag[..<dash]
    }
    return fallback.lazy.compactMap { texts[$0] }.first ?? ""
  }
}
