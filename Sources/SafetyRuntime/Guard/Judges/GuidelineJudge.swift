import SafetyCore
import Tokenization

/// ShieldGemma on the native engine: how likely Yes is against No, guideline by guideline.
///
/// All guidelines share what is read before them; while an answer grows, only what is new is read.
package actor GuidelineJudge: PassageJudge {
  /// Names the wording; another one means other scores.
  static let wording = "shieldgemma-1/content-first"

  private let executor = QueueExecutor(label: "gemma-safety.shieldgemma")
  private let scorer: GuidelineScorer
  private let guidelines: [ShieldGemmaGuideline]
  package nonisolated let labels: [String]
  package nonisolated let digest: Digest
  package nonisolated let template: Digest?

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// Opens a model.
  ///
  /// - Parameters:
  ///   - model: As `ModelLibrary.path` takes it.
  ///   - guidelines: What it is asked about.
  ///   - precision: In what weights are kept.
  ///   - threads: How many compute.
  /// - Throws: A diagnostic that names file and field, `guard/no-yes` where the vocabulary has no `Yes`.
  package init(
    _ model: String,
    guidelines: [ShieldGemmaGuideline],
    precision: ModelPrecision = .stored,
    threads: Int
  ) throws {
    let loaded = try LoadedModel(model, precision: precision, threads: threads)
    scorer = try GuidelineScorer(loaded)
    self.guidelines = guidelines
    labels = guidelines.map(\.name)
    digest = try ModelDigest(of: loaded.path).root
    template = Self.template(guidelines)
  }

  /// The probability of Yes for each guideline.
  ///
  /// - Throws: `gemma/context` for a passage that is too long, what reading throws.
  package func scores(of passage: JudgedPassage) throws -> [Double] {
    try Task.checkCancellation()
    return try scorer.shares(
      of: guidelines.map { passage.answer == nil ? $0.forQuestions : $0.forAnswers },
      question: passage.question,
      answer: passage.answer
    )
  }

  /// Of every word that is the same for all passages.
  package static func template(_ guidelines: [ShieldGemmaGuideline]) -> Digest {
    func words(_ parts: [PromptPart]) -> CanonicalValue {
      .string(parts.map(\.spelling).joined())
    }
    let value: CanonicalValue = [
      "wording": .string(wording),
      "question": words(ShieldGemmaPrompt.content(question: "?")),
      "answer": words(ShieldGemmaPrompt.content(question: "?", answer: "!")),
      "guidelines": .array(
        guidelines.map {
          [
            "name": .string($0.name),
            "questions": words(ShieldGemmaPrompt.guideline($0.forQuestions)),
            "answers": words(ShieldGemmaPrompt.guideline($0.forAnswers, judgesAnswer: true)),
          ]
        }
      ),
    ]
    return Digest.sha256(value.canonicalJSON)
  }
}
