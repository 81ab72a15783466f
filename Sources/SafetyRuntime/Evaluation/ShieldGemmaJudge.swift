import Diagnostics
import GemmaInference
import Glibc
import SafetyCore
import SafetyEvaluation
import Tokenization

/// A ShieldGemma of this machine as a judge: how likely it says that an answer breaks a guideline.
struct ShieldGemmaJudge: AnswerJudge {
  private let worker: ModelWorker
  let digest: Digest?

  init(_ worker: ModelWorker, digest: Digest) {
    self.worker = worker
    self.digest = digest
  }

  var name: String { worker.name }

  func score(
    question: String,
    answer: String,
    rubric: JudgeRubric,
    record: BenchmarkRecord
  ) async throws -> Double? {
    guard let guideline = rubric.guideline else {
      throw Diagnostic(
        "evaluate/no-guideline",
        "the benchmark's rubric has no `guideline`, which a ShieldGemma is asked by",
        at: record.place,
        hint: "name another judge by --judge"
      )
    }
    return try await worker.violation(of: guideline, question: question, answer: answer)
  }

  func reply(to prompt: String) async throws -> String {
    throw Diagnostic(
      "evaluate/no-preferences",
      "a ShieldGemma judges one answer by a guideline and prefers none of two",
      hint: "name another judge by --judge"
    )
  }
}

extension ModelWorker {
  /// The probability of `Yes` against `No` behind ShieldGemma's prompt.
  func violation(of guideline: String, question: String, answer: String) throws -> Double {
    try model.violation(of: guideline, question: question, answer: answer)
  }
}

extension LoadedModel {
  func violation(of guideline: String, question: String, answer: String) throws -> Double {
    let template = try ChatTemplate(modelType: engine.model.configuration.family.rawValue)
    let tokenizer = try spelled()
    let parts =
      ShieldGemmaPrompt.content(question: question, answer: answer)
      + ShieldGemmaPrompt.guideline(guideline, judgesAnswer: true)
    let context = try template.makeEncoder(tokenizer).ids(of: parts)
    let encoder = tokenizer.makeEncoder(readsSpecialTokens: false)
    let words = ["Yes", "No"].map { encoder.encode($0).ids }
    let room = context.count + (words.map(\.count).max() ?? 1)
    let scores = try ContinuationScorer(engine, capacity: room).scores(of: words, after: context)
    let yes = Double(scores[0].logLikelihood)
    let no = Double(scores[1].logLikelihood)
    return 1 / (1 + exp(no - yes))
  }
}
