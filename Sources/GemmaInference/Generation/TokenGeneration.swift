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
  package private(set) var finish: StopReason?
  private let engine: GemmaEngine
  private let options: Options
  private let endTokens: Set<Int32>
  private var sampler: Sampler
  private var unread: [Int32]
  private var made = 0

  /// Whether nothing of the answer was drawn yet.
  package var isReadingPrompt: Bool { !hasDrawn }
  private var hasDrawn = false

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
  /// - Parameter isCancelled: Asked before every chunk; where it says so, the answer ends unbegun.
  /// - Throws: What reading throws.
  package func readPrompt(isCancelled: () -> Bool = { false }) throws {
    while finish == nil, unread.count > 1 {
      guard !isCancelled() else { return end(.cancelled) }
      let count = min(engine.chunk, unread.count - 1)
      try engine.read(Array(unread[..<count]), in: session)
      unread.removeFirst(count)
    }
  }

  /// The next token, or nil at the end.
  ///
  /// - Throws: What reading throws; `gemma/not-a-number` where no logit is a number.
  package func next() throws -> GeneratedToken? {
    while let reading = nextReading() {
      var drawn: Result<GeneratedToken?, any Error>?
      try engine.read([reading]) { _, _, logits in drawn = Result { try take(logits) } }
      if let drawn { return try drawn.get() }
      take(reading)
    }
    return nil
  }

  /// What is to be read next; logits are asked for once the prompt is through.
  ///
  /// - Parameter rows: The most tokens of a prompt that are read at once.
  /// - Returns: Nil at the end.
  func nextReading(rows: Int = .max) -> Reading? {
    guard finish == nil else { return nil }
    guard made < options.maximumTokens, session.position + unread.count <= session.capacity else {
      finish = .length
      return nil
    }
    let count = min(rows, unread.count)
    let isLast = count == unread.count
    return Reading(
      session,
      Array(unread[..<count]),
      logits: isLast ? .init(rows: count - 1..<count) : .none
    )
  }

  /// Learns that a part of the prompt was read for which no logits were asked.
  func take(_ reading: Reading) { unread.removeFirst(reading.tokens.count) }

  /// Draws the next token, once all that came before it was read; nil at the end.
  ///
  /// - Throws: `gemma/not-a-number` where no logit is a number.
  func take(_ logits: UnsafeBufferPointer<Float>) throws -> GeneratedToken? {
    let token = try choose(logits)
    unread = [token.id]
    hasDrawn = true
    guard !endTokens.contains(token.id) else {
      finish = .stop
      return nil
    }
    made += 1
    return token
  }

  /// Ends the answer, for the reason given, where it has not ended by itself.
  package func end(_ reason: StopReason) { finish = finish ?? reason }

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
