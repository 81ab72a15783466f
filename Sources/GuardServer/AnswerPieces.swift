import GenerationGuard
import SafetyCore
import SafetyPolicy

/// All answers of one request, one after the other, as one stream.
///
/// Every endpoint and both ways to deliver an answer take it from here.
actor AnswerPieces {
  /// A piece and the answer it belongs to.
  struct Piece: Sendable {
    var choice: Int
    var piece: GuardedPiece
  }

  private let requests: [GenerationRequest]
  private let makeGenerator: @Sendable (Int) -> GuardedGenerator
  private let facts: GuardFacts
  private let subject: TextSubject
  /// Answers to each prompt; beside the first the prompt is kept.
  private let perPrompt: Int
  private var choice = 0
  private var current: AsyncThrowingStream<GuardedPiece, any Error>.Iterator?

  /// - Parameters:
  ///   - requests: One for each answer.
  ///   - facts: Of the request.
  ///   - subject: Whom texts that are kept are about.
  ///   - perPrompt: How many answers in a row are to the same prompt.
  ///   - makeGenerator: Gives the guarded model for an answer.
  init(
    _ requests: [GenerationRequest],
    _ facts: GuardFacts,
    about subject: TextSubject,
    perPrompt: Int,
    makeGenerator: @escaping @Sendable (Int) -> GuardedGenerator
  ) {
    self.requests = requests
    self.facts = facts
    (self.subject, self.perPrompt) = (subject, perPrompt)
    self.makeGenerator = makeGenerator
  }

  /// The next piece of any answer, nil after the last of all.
  func next() async throws -> Piece? {
    while choice < requests.count {
      var iterator =
        current
        ?? makeGenerator(choice).respond(
          requests[choice],
          facts,
          about: subject,
          keepsPrompt: choice.isMultiple(of: perPrompt)
        ).makeAsyncIterator()
      let piece = try await iterator.next(isolation: self)
      current = iterator
      if let piece { return Piece(choice: choice, piece: piece) }
      current = nil
      choice += 1
    }
    return nil
  }
}
