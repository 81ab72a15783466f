import GenerationGuard
import SafetyCore
import StrictJSON
import SafetyPolicy

/// Everything that the routes ask; made by whoever knows files, engines and logs.
package final class GuardService: Sendable {
  package let policies: PolicyStore
  package let model: any ServedModel
  /// Where decisions go; its failures refuse answers.
  package let sink: any DecisionSink
  /// Records that wait to be written.
  package let waiting: @Sendable () -> Int
  /// The bodies of a request's decisions in the order they were made.
  package let decisions: @Sendable (String) throws -> [CanonicalValue]
  /// Compiles the text of a policy that reads no file.
  package let compile: @Sendable (String) throws -> GuardProgram
  package let metrics: ServeMetrics
  /// Vouches for turns of earlier requests; without one every turn is looked at again.
  package let seal: TurnSeal?
  /// The run that records belong to.
  package let run: String
  /// The time as logs write it.
  package let clock: @Sendable () -> String

  let recorded = RecordedPolicies()

  package init(
    policies: PolicyStore,
    model: any ServedModel,
    sink: any DecisionSink,
    waiting: @escaping @Sendable () -> Int,
    decisions: @escaping @Sendable (String) throws -> [CanonicalValue],
    compile: @escaping @Sendable (String) throws -> GuardProgram,
    metrics: ServeMetrics,
    seal: TurnSeal? = nil,
    run: String,
    clock: @escaping @Sendable () -> String
  ) {
    self.policies = policies
    self.model = model
    self.sink = sink
    self.waiting = waiting
    self.decisions = decisions
    self.compile = compile
    self.metrics = metrics
    self.seal = seal
    self.run = run
    self.clock = clock
  }

  /// The guard of a policy, which lives as long as the answers under it and no longer.
  func guarded(_ program: GuardProgram) -> GuardedGenerator {
    let clock = clock
    return GuardedGenerator(
      program,
      generator: NoGenerator(),
      sink: sink,
      run: run,
      seal: seal,
      recorded: recorded,
      newID: { "" },
      facts: {
        var facts = GuardFacts()
        facts.today = String(clock().prefix(10))
        return facts
      }
    )
  }

  /// An id that nobody guesses.
  func newID() -> String {
    let number = String(UInt64.random(in: 0 ... .max), radix: 16)
    return String(repeating: "0", count: 16 - number.utf8.count) + number
  }

  /// What a decision may depend on beside the text.
  func facts(_ context: ServeContext) -> GuardFacts {
    var facts = GuardFacts()
    facts.today = String(clock().prefix(10))
    facts.language = context.language
    facts.route = context.caller.route
    // Of the body nothing counts: whoever writes it would choose their side of a roll-out.
    facts.setRolloutKey(context.caller.name)
    return facts
  }
}

/// Stands where each answer has a generator of its own.
private struct NoGenerator: TextGenerator {
  let name = "none"

  func generate(_ request: GenerationRequest) -> AsyncThrowingStream<GenerationPiece, any Error> {
    AsyncThrowingStream { nil }
  }
}
