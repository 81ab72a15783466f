import Diagnostics
import SafetyCore
import SafetyEvaluation

/// A ShieldGemma of this machine as a judge: how likely it says that an answer breaks a guideline.
struct ShieldGemmaJudge: AnswerJudge {
  private let worker: ModelWorker
  let name: String
  let digest: Digest?

  init(_ worker: ModelWorker, name: String, digest: Digest) {
    self.worker = worker
    self.name = name
    self.digest = digest
  }

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
