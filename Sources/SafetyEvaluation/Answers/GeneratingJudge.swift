import SafetyCore

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
