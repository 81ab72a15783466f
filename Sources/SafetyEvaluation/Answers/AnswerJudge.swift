import SafetyCore

/// The port behind which a judge of answers stands.
package protocol AnswerJudge: Sendable {
  /// Names the judge in records.
  var name: String { get }
  /// Of the judge's weights; nil for a judge elsewhere.
  var digest: Digest? { get }

  /// Scores an answer.
  ///
  /// - Parameters:
  ///   - question: What the model was asked.
  ///   - answer: What it wrote.
  ///   - rubric: What is asked about it.
  ///   - record: The item, whose fields the rubric may name.
  /// - Returns: From 0, not so, to 1; nil where the judge gave no reply that can be read.
  /// - Throws: Where the judge cannot be asked.
  func score(
    question: String,
    answer: String,
    rubric: JudgeRubric,
    record: BenchmarkRecord
  ) async throws -> Double?

  /// Asks anything; for preferences between two answers.
  func reply(to prompt: String) async throws -> String
}
