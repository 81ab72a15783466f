import AuditLog
import GenerationGuard
import SafetyCore
import SafetyPolicy

/// A model behind a policy, with the log that its decisions go to.
package struct GuardedConversation: Sendable {
  /// An answer as it was let out.
  package struct Answer: Sendable {
    package var text = ""
    package var summary: GuardSummary?
    /// `stop`, `length` or `content_filter`.
    package var finish = "stop"
  }

  /// The policy's name, version and digest, for people.
  package let policy: String
  private let generator: GuardedGenerator
  private let log: AuditLog
  private let today: String
  private let run: String

  /// Compiles the policy and opens the log before anything is generated.
  ///
  /// - Parameters:
  ///   - policy: A guard policy's file, or the name of a shipped one.
  ///   - audit: The log's file, created where there is none.
  ///   - keepsTexts: Whether the log keeps what was said, sealed, about a subject called as the run.
  ///   - model: What answers.
  ///   - clock: Gives the time as logs write it.
  /// - Throws: What reading the policy or opening the log throws.
  package init(
    policy: String,
    audit: String,
    keepsTexts: Bool = false,
    model: any TextGenerator,
    clock: @escaping @Sendable () -> String
  ) throws {
    let run = "generate-\(clock())"
    let today = String(clock().prefix(10))
    (self.today, self.run) = (today, run)
    let program = try GuardPolicyFile.read(PolicyFolder.path(of: policy, among: .guards))
    let digest = program.policy.digest.hex.prefix(12)
    self.policy = "\(program.policy.name) \(program.policy.version), sha256 \(digest)"
    // A policy that cannot be used leaves no log behind.
    let log = try AuditLog(path: audit, mode: .readWrite, clock: clock)
    self.log = log
    generator = GuardedGenerator(
      program,
      generator: model,
      sink: log,
      run: run,
      // Turns are this process's own, so is the key that vouches for them.
      seal: TurnSeal(key: .random()),
      keeping: keepsTexts ? TextKeeping(isErased: log.isErased) : nil,
      newID: { "\(run)-\(String(UInt32.random(in: 0 ... .max), radix: 16))" },
      facts: {
        var facts = GuardFacts()
        facts.today = today
        return facts
      }
    )
  }

  /// Answers, and records every decision before the answer ends.
  ///
  /// - Parameters:
  ///   - messages: The conversation.
  ///   - maximumTokens: Of the answer.
  ///   - receive: Takes what is let out, piece by piece.
  /// - Returns: All that was let out.
  /// - Throws: What the model throws; what guards the answer never throws, it refuses.
  package func answer(
    _ messages: [ChatMessage],
    maximumTokens: Int,
    receive: (String) -> Void
  ) async throws -> Answer {
    var answer = Answer()
    var facts = GuardFacts()
    facts.today = today
    let request = GenerationRequest(messages, maximumTokens: maximumTokens)
    for try await piece in generator.respond(request, facts, about: .named(run)) {
      switch piece {
      case .text(let text), .refusal(let text):
        answer.text += text
        receive(text)
      case .reasoning, .toolCall, .usage: break
      case .finished(let reason, let summary):
        answer.finish = reason.rawValue
        answer.summary = summary
      }
    }
    return answer
  }

  /// Writes a last checkpoint and closes the log.
  package func close() throws { try log.close() }
}
