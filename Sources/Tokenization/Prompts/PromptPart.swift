/// A stretch of a prompt: a sign of the model's, or words in which no sign is ever read.
package enum PromptPart: Sendable, Hashable {
  /// A token by its spelling in the vocabulary, such as `<start_of_turn>`.
  case sign(String)
  /// Words of a template or of a stranger; a sign spelled in them stays text.
  case text(String)

  /// How the part is written, sign or words.
  package var spelling: String {
    switch self {
    case .sign(let text), .text(let text): text
    }
  }
}
