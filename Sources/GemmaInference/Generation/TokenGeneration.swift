import Diagnostics

/// Continues a prompt token by token.
///
/// The end of the answer, `finish`, is known once `next` gives nothing. Tokens that end an answer are
/// not part of it.
package final class TokenGeneration {
  /// What is asked for beside the tokens.
  package struct Options: Sendable, Hashable {
    package var sampling = SamplingOptions()
    /// The most tokens of the answer.
    package var maximumTokens = 256
    /// Tokens that end the answer; nil for those of the model.
    package var endTokens: [Int32]?
    /// How many alternatives are told for each token; nil for no probabilities at all.
    package var alternatives: Int?

    package init() {}
  }

  package let session: GemmaSession
  /// Why there are no more tokens, once there are none.
  package private(set) var finish: FinishReason?
  private let engine: GemmaEngine
  private let options: Options
  private let endTokens: Set<Int32>
  private var sampler: Sampler
  private var unread: [Int32]
  private var made = 0

  /// Prepares to continue what a session has read and the prompt that follows it.
  ///
  /// - Parameters:
  ///   - prompt: At least one token.
  ///   - session: Of the engine.
  ///   - engine: Which computes.
  ///   - options: How to draw, and when to stop.
  /// - Throws: `gemma/empty-prompt`, `gemma/token`, `gemma/context`, `gemma/sampling` with the field that
  ///   is out of its range.
  package init(
    _ prompt: [Int32],
    in session: GemmaSession,
    _ engine: GemmaEngine,
    _ options: Options
  ) throws {
    guard !prompt.isEmpty else {
      throw Diagnostic("gemma/empty-prompt", "the prompt has no token")
    }
    try session.check(prompt)
    if let problem = options.sampling.problem {
      throw Diagnostic("gemma/sampling", "`\(problem.field)` \(problem.message)")
    }
    self.session = session
    self.engine = engine
    self.options = options
    endTokens = Set(options.endTokens ?? engine.model.configuration.endTokens)
    sampler = Sampler(options.sampling, seen: prompt)
    unread = prompt
  }

  /// Reads the prompt without answering yet, so that its time can be told apart.
  ///
  /// - Throws: What reading throws.
  package func readPrompt() throws {
    guard unread.count > 1 else { return }
    try engine.read(Array(unread.dropLast()), in: session)
    unread.removeFirst(unread.count - 1)
  }

  /// The next token, or nil at the end.
  ///
  /// - Throws: What reading throws; `gemma/not-a-number` where no logit is a number.
  package func next() throws -> GeneratedToken? {
    guard finish == nil else { return nil }
    guard made < options.maximumTokens, session.position + unread.count <= session.capacity else {
      finish = .length
      return nil
    }
    let last = unread.count - 1
    let logits = try engine.read(unread, in: session, logits: .init(rows: last..<last + 1))
    let token = try logits.withRow(0) { try choose($0) }
    unread = [token.id]
    guard !endTokens.contains(token.id) else {
      finish = .stop
      return nil
    }
    made += 1
    return token
  }

  /// Ends the answer, for the reason given, where it has not ended by itself.
  package func end(_ reason: FinishReason) { finish = finish ?? reason }

  private func choose(_ logits: UnsafeBufferPointer<Float>) throws -> GeneratedToken {
    guard let id = sampler.draw(logits) else {
      throw Diagnostic(
        "gemma/not-a-number",
        "the model's logits are not numbers",
        at: .init(file: engine.model.name)
      )
    }
    guard let count = options.alternatives else {
      return GeneratedToken(id: id, logProbability: nil, alternatives: [])
    }
    let top = TokenProbabilities.top(count, logits).map {
      GeneratedToken.Alternative(id: $0.id, logProbability: $0.logProbability)
    }
    return GeneratedToken(
      id: id,
      logProbability: TokenProbabilities.logProbability(of: id, logits),
      alternatives: top
    )
  }
}
