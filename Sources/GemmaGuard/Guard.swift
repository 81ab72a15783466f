import GenerationGuard
import SafetyCore
import SafetyPolicy
import SafetyRuntime

/// A policy at work around any stream of text.
///
/// One instance serves any number of conversations at once.
public struct Guard: Sendable {
  private let guarding: LibraryGuard

  /// Loads a policy with everything that it names.
  ///
  /// - Parameters:
  ///   - policy: A policy file, or the name of a shipped policy such as `default`.
  ///   - audit: The log that every decision goes to, created where there is none; nil keeps no log.
  /// - Throws: A description of everything that is wrong with the policy, with file, line and column.
  public init(policy: String, audit: String? = nil) throws {
    guarding = try LibraryGuard(policy: policy, audit: audit)
  }

  /// SHA-256 of the policy and everything it names, in hexadecimal.
  public var policyDigest: String { guarding.program.digest.hex }

  /// The most characters of an answer that are ever held back.
  public var holdBound: Int { guarding.program.holdBound }

  /// Lets a model answer: looks at the conversation, then holds the answer back as far as needed.
  ///
  /// The model is not asked where a rule refuses the conversation. What it is asked may differ: results
  /// of a rule such as `safe_complete` come as `instruction`.
  ///
  /// - Parameters:
  ///   - conversation: In order; the last message is the person's.
  ///   - context: What rules may hang on beside the text.
  ///   - model: Begins an answer; its pieces may be cut anywhere.
  /// - Returns: What may be shown, piece by piece, and at last what was decided.
  public func answer<Pieces: AsyncSequence & Sendable>(
    to conversation: [Message],
    in context: Context = Context(),
    from model: @escaping @Sendable (_ instruction: String?) async throws -> Pieces
  ) -> AsyncThrowingStream<Piece, any Error> where Pieces.Element == String {
    let generator = StreamedModel(name: context.model, model)
    return guarding.answer(conversation.map(\.chatMessage), context.facts, generator)
  }

  /// Guards text that is being written anyway, whatever was asked.
  ///
  /// - Parameters:
  ///   - text: Its pieces may be cut anywhere.
  ///   - context: What rules may hang on beside the text.
  /// - Returns: What may be shown, piece by piece, and at last what was decided.
  public func stream<Pieces: AsyncSequence & Sendable>(
    _ text: Pieces,
    in context: Context = Context()
  ) -> AsyncThrowingStream<Piece, any Error> where Pieces.Element == String {
    answer(to: [], in: context) { _ in text }
  }

  /// Looks at a person's message without having it answered.
  ///
  /// - Returns: What the policy says of it.
  /// - Throws: When a detector cannot be set up.
  public func check(_ prompt: String, in context: Context = Context()) async throws -> Decision {
    try await guarding.check(prompt, context.facts)
  }
}
