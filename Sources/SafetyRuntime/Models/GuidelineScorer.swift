import Diagnostics
import GemmaInference
import Tokenization

/// Asks a ShieldGemma of this machine how likely Yes is against No, guideline by guideline.
///
/// All guidelines share what is read before them, and what a next text begins with is not read again.
/// One caller at a time.
final class GuidelineScorer {
  /// Positions that there is room for; a longer passage is an error, never cut in silence.
  private static let room = 8_192

  private let scorer: ContinuationScorer
  private let encoder: PromptEncoder
  /// Of Yes and of No.
  private let answers: [Int32]

  /// Prepares a model for questions.
  ///
  /// - Throws: `guard/no-yes` where the vocabulary has no `Yes`, `model/no-tokenizer`, `gemma/memory`.
  init(_ model: LoadedModel) throws {
    let tokenizer = try model.spelled()
    answers = try ["Yes", "No"].map { word in
      guard let id = tokenizer.id(of: word) else {
        throw Diagnostic(
          "guard/no-yes",
          "the tokenizer has no token `\(word)`",
          at: .init(file: model.path)
        )
      }
      return id
    }
    // Content is read without signs, so that none in it can end a turn of the prompt.
    encoder = PromptEncoder(
      tokenizer,
      signs: ["<bos>", "<eos>", ChatTemplate.startOfTurn, ChatTemplate.endOfTurn]
    )
    let most = model.engine.model.configuration.maximumPositions
    scorer = try ContinuationScorer(model.engine, capacity: min(Self.room, most))
  }

  /// The probability of Yes, among Yes and No, for each guideline.
  ///
  /// - Parameters:
  ///   - guidelines: Without the `* ` before them.
  ///   - question: What the person wrote.
  ///   - answer: What is judged; nil to judge the question.
  /// - Returns: A share for each guideline, in order.
  /// - Throws: `gemma/context` for texts that are too long, what reading throws.
  func shares(of guidelines: [String], question: String, answer: String?) throws -> [Double] {
    let content = ShieldGemmaPrompt.content(question: question, answer: answer)
    let suffixes = try guidelines.map {
      try encoder.ids(of: ShieldGemmaPrompt.guideline($0, judgesAnswer: answer != nil))
    }
    return try scorer.shares(
      of: answers,
      after: try encoder.ids(of: content),
      suffixes: suffixes
    ).map { $0[0] }
  }
}
