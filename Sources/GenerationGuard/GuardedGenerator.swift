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
  let newID: @Sendable () -> String
  let usualFacts: @Sendable () -> GuardFacts

  /// - Parameters:
  ///   - program: The compiled policy.
  ///   - generator: The model.
  ///   - sink: Where decisions go; what cannot be recorded is refused.
  ///   - run: The run that records belong to.
  ///   - newID: Makes an id for each request.
  ///   - facts: For callers that know nothing of facts; the day must be right.
  package init(
    _ program: GuardProgram,
    generator: any TextGenerator,
    sink: any DecisionSink,
    run: String,
    newID: @escaping @Sendable () -> String,
    facts: @escaping @Sendable () -> GuardFacts
  ) {
    self.program = program
    self.generator = generator
    self.sink = sink
    self.run = run
    self.newID = newID
    usualFacts = facts
  }

  package var name: String { generator.name }

  package func generate(
    _ request: GenerationRequest
  ) -> AsyncThrowingStream<GenerationPiece, any Error> {
    let answer = GuardedAnswer(self, request, usualFacts())
    return AsyncThrowingStream {
      switch try await answer.next() {
      case .text(let text)?: .text(text)
      case .finished(let reason, _)?: .finished(reason)
      case nil: nil
      }
    }
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
}
