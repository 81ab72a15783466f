import SafetyCore

/// The port behind which the guard's knowledge of refusals stands.
package protocol RefusalDetector: Sendable {
  /// Whether an answer declines.
  func isRefusal(_ answer: String) throws -> Bool
}

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

/// A judge that is a generator: one of this machine or an OpenAI-compatible one elsewhere.
package struct GeneratingJudge: AnswerJudge {
  private let generator: any TextGenerator
  private let maximumTokens: Int
  package let name: String
  package let digest: Digest?

  /// Wraps a generator, which is asked without chance.
  ///
  /// - Parameters:
  ///   - generator: What is asked.
  ///   - name: In records; the generator's without it.
  ///   - digest: Of its weights.
  ///   - maximumTokens: The bound of a reply; models that think before they speak need more.
  package init(
    _ generator: any TextGenerator,
    name: String? = nil,
    digest: Digest?,
    maximumTokens: Int = 32
  ) {
    self.generator = generator
    self.name = name ?? generator.name
    self.digest = digest
    self.maximumTokens = maximumTokens
  }

  package func score(
    question: String,
    answer: String,
    rubric: JudgeRubric,
    record: BenchmarkRecord
  ) async throws -> Double? {
    let prompt = try rubric.render(record, question: question, answer: answer)
    return rubric.score(of: try await reply(to: prompt))
  }

  package func reply(to prompt: String) async throws -> String {
    var request = GenerationRequest([.init(.user, prompt)], maximumTokens: maximumTokens)
    request.sampling = GenerationSampling(temperature: 0, topP: 1, seed: 0)
    return try await GeneratedAnswer.collect(generator.generate(request)).text
  }
}

/// A whole answer.
package struct GeneratedAnswer: Sendable, Hashable {
  package var text: String
  package var finish: FinishReason

  /// Reads an answer to its end.
  static func collect(
    _ pieces: AsyncThrowingStream<GenerationPiece, any Error>
  ) async throws -> GeneratedAnswer {
    var answer = GeneratedAnswer(text: "", finish: .length)
    for try await piece in pieces {
      switch piece {
      case .text(let text): answer.text += text
      case .reasoning, .toolCall, .usage: break
      case .finished(let reason): answer.finish = reason
      }
    }
    return answer
  }

  /// Whether there is anything but white space.
  var isEmpty: Bool { text.allSatisfy(\.isWhitespace) }

  /// Whether a guard let nothing of it out.
  var isWithheldWhole: Bool { isEmpty && finish == .contentFilter }

  /// Whether the model said nothing, and no guard took anything away.
  var isSilent: Bool { isEmpty && finish != .contentFilter }
}
