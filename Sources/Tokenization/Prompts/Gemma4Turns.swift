/// Conversations as Gemma 4 sees them: `<|turn>user`, the words, `<turn|>`.
///
/// What a model thought stands between `<|channel>` and `<channel|>`; of its former answers it sees the
/// words alone, and one that is not to think is given an empty thought.
enum Gemma4Turns {
  static let start = "<|turn>"
  static let end = "<turn|>"
  private static let thought = "<|channel>"
  private static let endOfThought = "<channel|>"

  /// All that mean something to the model.
  static let signs = [
    start, end, thought, endOfThought, "<|think|>", "<|tool>", "<tool|>", "<|tool_call>",
    "<tool_call|>", "<|tool_response>", "<tool_response|>", "<|image|>", "<|audio|>", "<|video|>",
    "<|\"|>",
  ]

  static func parts(of messages: [PromptMessage], addsGenerationPrompt: Bool) -> [PromptPart] {
    var parts: [PromptPart] = [.sign("<bos>")]
    for (index, message) in messages.enumerated() {
      let isModel = message.role == .assistant
      // Answers one behind the other are one turn.
      if !isModel || index == 0 || messages[index - 1].role != .assistant {
        parts += [.sign(start), .text("\(isModel ? "model" : message.role.rawValue)\n")]
      }
      let words = isModel ? withoutThoughts(message.content) : message.content
      parts += [.text(ChatTemplate.trimmed(words)), .sign(end), .text("\n")]
    }
    guard addsGenerationPrompt else { return parts }
    parts += [.sign(start), .text("model\n")]
    return parts + [.sign(thought), .text("thought\n"), .sign(endOfThought)]
  }

  /// The words of an answer outside of what was thought.
  private static func withoutThoughts(_ text: String) -> String {
    text.split(separator: endOfThought, omittingEmptySubsequences: false)
      .map { part in part.firstRange(of: thought).map { part[..<$0.lowerBound] } ?? part }
      .joined()
  }
}
