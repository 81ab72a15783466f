import SafetyCore
import SafetyPolicy

/// A generator behind a policy: looks at the conversation, holds the answer back as far as needed,
/// and records every decision before the answer ends.
///
/// It is a generator itself, so that whoever has one need not know that it is guarded.
package struct GuardedGenerator: TextGenerator {
  package let program: GuardProgram
  private(set) var generator: any TextGenerator
  let sink: any DecisionSink
  /// The run that records belong to.
  let run: String
  let seal: TurnSeal?
  private(set) var newID: @Sendable () -> String
  let usualFacts: @Sendable () -> GuardFacts
  private let recorded: RecordedPolicies

  /// - Parameters:
  ///   - program: The compiled policy.
  ///   - generator: The model.
  ///   - sink: Where decisions go; what cannot be recorded is refused.
  ///   - run: The run that records belong to.
  ///   - seal: Vouches for turns, where the policy trusts seals; without one every turn is looked at.
  ///   - recorded: Policies that the run has a record of; shared by all guards of one run.
  ///   - newID: Makes an id for each request.
  ///   - facts: For callers that know nothing of facts; the day must be right.
  package init(
    _ program: GuardProgram,
    generator: any TextGenerator,
    sink: any DecisionSink,
    run: String,
    seal: TurnSeal? = nil,
    recorded: RecordedPolicies = RecordedPolicies(),
    newID: @escaping @Sendable () -> String,
    facts: @escaping @Sendable () -> GuardFacts
  ) {
    self.program = program
    self.generator = generator
    self.sink = sink
    self.run = run
    self.recorded = recorded
    self.seal = program.policy.settings.multiTurn.trust == .seal ? seal : nil
    self.newID = newID
    usualFacts = facts
  }

  package var name: String { generator.name }
  package var digest: Digest? { get async throws { try await generator.digest } }

  package func generate(
    _ request: GenerationRequest
  ) -> AsyncThrowingStream<GenerationPiece, any Error> {
    let answer = GuardedAnswer(self, request, usualFacts())
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

  /// The same guard around another generator, for one answer under an id of the caller's choice.
  package func asking(_ generator: any TextGenerator, id: String) -> GuardedGenerator {
    var other = self
    other.generator = generator
    other.newID = { id }
    return other
  }

  /// Begins an answer for a request with facts of its own.
  ///
  /// Nothing is generated before the first piece is asked for, nor ahead of what is asked.
  package func respond(
    _ request: GenerationRequest,
    _ facts: GuardFacts
  ) -> AsyncThrowingStream<GuardedPiece, any Error> {
    let answer = GuardedAnswer(self, request, facts)
    return AsyncThrowingStream { try await answer.next() }
  }

  /// Waits until decisions are recorded, behind a record of the policy where the run has none yet.
  func record(_ events: [GuardEvent]) async throws {
    try recorded.write(program, run: run, to: sink)
    try await sink.record(events.map(\.record), run: run)
  }
}
