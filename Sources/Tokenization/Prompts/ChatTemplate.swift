import Diagnostics

/// How a family of Gemma models was taught to see a conversation.
///
/// Equals the Jinja templates of the families, held to them by tests.
package enum ChatTemplate: Sendable, Hashable {
  /// Gemma 1, CodeGemma and Gemma 2: no system text.
  case gemma
  /// Gemma 3: system text stands ahead of the first user turn, with a blank line between.
  case gemma3
  /// Gemma 4: system text has a turn of its own, signs are others, and an answer begins without thinking.
  case gemma4

  /// The token that begins a turn, but for Gemma 4's.
  package static let startOfTurn = "<start_of_turn>"
  /// The token that ends a turn, and a model's answer, but for Gemma 4's.
  package static let endOfTurn = "<end_of_turn>"

  /// The token that ends a turn, and a model's answer.
  package var endOfTurn: String { self == .gemma4 ? Gemma4Turns.end : Self.endOfTurn }

  /// The template of a family.
  ///
  /// - Parameter modelType: `model_type` of `config.json`, or `general.architecture` of a GGUF file.
  /// - Throws: `chat/pretrained-only` for VaultGemma, `chat/unknown-family` for others without one.
  package init(modelType: String) throws(Diagnostic) {
    switch modelType {
    case "gemma", "gemma2": self = .gemma
    case "gemma3", "gemma3_text": self = .gemma3
    case "gemma4", "gemma4_text": self = .gemma4
    case "vaultgemma":
      throw Diagnostic(
        "chat/pretrained-only",
        "VaultGemma was published pretrained alone and has no chat template",
        hint: "let it continue a text, without a chat or a guarded conversation"
      )
    default:
      throw Diagnostic(
        "chat/unknown-family",
        "no chat template is known for the model type `\(TokenizerProblem.quoted(modelType))`",
        hint: "gemma, gemma2, gemma3, gemma4 and their text parts have one"
      )
    }
  }

  /// A conversation as signs and texts.
  ///
  /// - Parameters:
  ///   - messages: The user first, then by turns; a system message may stand in front. Gemma 4 takes
  ///     them in any order.
  ///   - addsGenerationPrompt: Whether a turn of the model's is begun at the end.
  /// - Returns: What a `PromptEncoder` takes; the start sign stands once, in front.
  /// - Throws: `chat/no-user-turn`, `chat/system-unsupported` or `chat/roles-must-alternate`.
  package func parts(
    of messages: [PromptMessage],
    addsGenerationPrompt: Bool = true
  ) throws(Diagnostic) -> [PromptPart] {
    if self == .gemma4 {
      guard messages.contains(where: { $0.role != .system }) else { throw noUserTurn }
      return Gemma4Turns.parts(of: messages, addsGenerationPrompt: addsGenerationPrompt)
    }
    let (system, turns) = try split(messages)
    var parts: [PromptPart] = [.sign("<bos>")]
    for (index, turn) in turns.enumerated() {
      guard turn.role == (index.isMultiple(of: 2) ? .user : .assistant) else {
        throw Diagnostic(
          "chat/roles-must-alternate",
          "message \(index + messages.count - turns.count) is of the role "
            + "`\(turn.role.rawValue)`; user and assistant take turns, the user first"
        )
      }
      let name = turn.role == .user ? "user" : "model"
      let lead = index == 0 ? system.map { $0 + "\n\n" } ?? "" : ""
      let content = lead + Self.trimmed(turn.content)
      parts += [.sign(Self.startOfTurn), .text("\(name)\n\(content)"), .sign(Self.endOfTurn)]
      parts.append(.text("\n"))
    }
    if addsGenerationPrompt { parts += [.sign(Self.startOfTurn), .text("model\n")] }
    return parts
  }

  private func split(
    _ messages: [PromptMessage]
  ) throws(Diagnostic) -> (system: String?, turns: ArraySlice<PromptMessage>) {
    guard let first = messages.first, first.role == .system else {
      if messages.isEmpty { throw noUserTurn }
      return (nil, messages[...])
    }
    guard self == .gemma3 else {
      throw Diagnostic(
        "chat/system-unsupported",
        "this model's template has no place for a system message",
        hint: "put the instructions into the first user message"
      )
    }
    guard messages.count > 1 else { throw noUserTurn }
    return (first.content, messages.dropFirst())
  }

  private var noUserTurn: Diagnostic {
    Diagnostic("chat/no-user-turn", "a conversation needs a message of the role `user`")
  }

  /// The conversation as one string, with its signs spelled out; to show or compare, not to encode.
  package func text(
    of messages: [PromptMessage],
    addsGenerationPrompt: Bool = true
  ) throws(Diagnostic) -> String {
    try parts(of: messages, addsGenerationPrompt: addsGenerationPrompt).map(\.spelling).joined()
  }

  /// What encodes conversations for a model of this family; one for each worker.
  package func makeEncoder(_ tokenizer: Tokenizer) -> PromptEncoder {
    let turns = self == .gemma4 ? Gemma4Turns.signs : [Self.startOfTurn, Self.endOfTurn]
    return PromptEncoder(tokenizer, signs: ["<bos>", "<eos>"] + turns)
  }

  /// Without white space at both ends, as Python's `strip` has it.
  static func trimmed(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
    while let last = scalars.last, isSpace(last) { scalars.removeLast() }
    return String(scalars)
  }

  /// White space of Unicode and the four separators that Python counts as such.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || 0x1C...0x1F ~= scalar.value
  }
}
