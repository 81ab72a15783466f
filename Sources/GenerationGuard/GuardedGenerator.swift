import SafetyCore
import SafetyPolicy

/// A generator behind a policy: looks at the conversation, holds the answer back as far as needed,
/// and records every decision before the answer ends.
///
/// It is a generator itself, so that whoever has one need not know that it is guarded.
package struct GuardedGenerator: TextGenerator {
  package let program: GuardProgram
  let generator: any TextGenerator
  let sink: any DecisionSink
  /// The run that records belong to.
  let run: String
  let seal: TurnSeal?
  let keeping: TextKeeping?
  let newID: @Sendable () -> String
  let usualFacts: @Sendable () -> GuardFacts
  private let recorded: RecordedPolicies

  /// - Parameters:
  ///   - program: The compiled policy.
  ///   - generator: The model.
  ///   - sink: Where decisions go; what cannot be recorded is refused.
  ///   - run: The run that records belong to.
  ///   - seal: Vouches for turns, where the policy trusts seals; without one every turn is looked at.
  ///   - keeping: Has the log keep what was said; without one it stands nowhere.
  ///   - recorded: Policies that the run has a record of; shared by all guards of one run.
  ///   - newID: Makes an id for each request.
  ///   - facts: For callers that know nothing of facts; the day must be right.
  package init(
    _ program: GuardProgram,
    generator: any TextGenerator,
    sink: any DecisionSink,
    run: String,
    seal: TurnSeal? = nil,
    keeping: TextKeeping? = nil,
    recorded: RecordedPolicies = RecordedPolicies(),
    newID: @escaping @Sendable () -> String,
    facts: @escaping @Sendable () -> GuardFacts
  ) {
    self.program = program
    self.generator = generator
    self.sink = sink
    self.run = run
    self.recorded = recorded
    self.keeping = keeping
    self.seal = program.policy.settings.multiTurn.trust == .seal ? seal : nil
    self.newID = newID
    usualFacts = facts
  }

  package var name: String { generator.name }
  package var digest: Digest? { get async throws { try await generator.digest } }

  package func generate(
    _ request: GenerationRequest
  ) -> AsyncThrowingStream<GenerationPiece, any Error> {
    let answer = GuardedAnswer(self, request, usualFacts(), about: nil, keepsPrompt: true)
    return AsyncThrowingStream {
      switch try await answer.next() {
      case .text(let text)?, .refusal(let text)?: .text(text)
      case .reasoning(let text)?: .reasoning(text)
      case .toolCall(let call, let index)?:
        .toolCall(
          ToolCallPiece(index: index, id: call.id, name: call.name, arguments: call.arguments)
        )
      case .usage(let usage)?: .usage(usage)
      case .finished(let reason, _)?: .finished(reason)
      case nil: nil
      }
    }
  }

  /// Begins an answer for a request with facts of its own.
  ///
  /// Nothing is generated before the first piece is asked for, nor ahead of what is asked.
  ///
  /// - Parameters:
  ///   - request: The conversation.
  ///   - facts: What the decisions may depend on.
  ///   - subject: Whom texts that are kept are about; the answer's own id without one.
  ///   - keepsPrompt: Whether the prompt is kept too; of several answers to it, beside one.
  /// - Returns: What goes out, piece by piece.
  package func respond(
    _ request: GenerationRequest,
    _ facts: GuardFacts,
    about subject: TextSubject? = nil,
    keepsPrompt: Bool = true
  ) -> AsyncThrowingStream<GuardedPiece, any Error> {
    let answer = GuardedAnswer(self, request, facts, about: subject, keepsPrompt: keepsPrompt)
    return AsyncThrowingStream { try await answer.next() }
  }

  /// Waits until decisions are recorded, behind a record of the policy where the run has none yet.
  func record(_ records: [DecisionRecord]) async throws {
    try recorded.write(program, run: run, to: sink)
    try await sink.record(records, run: run)
  }
}
