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
  /// Has the log keep what was said; without one it stands nowhere.
  package let keeping: TextKeeping?
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
    keeping: TextKeeping? = nil,
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
    self.keeping = keeping
    self.run = run
    self.clock = clock
  }

  /// A model behind a policy, for one answer whose records bear the id.
  func guarded(
    _ generator: any TextGenerator,
    by program: GuardProgram,
    _ facts: GuardFacts,
    id: String
  ) -> GuardedGenerator {
    GuardedGenerator(
      program,
      generator: generator,
      sink: sink,
      run: run,
      seal: seal,
      keeping: keeping,
      recorded: recorded,
      newID: { id },
      facts: { facts }
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
