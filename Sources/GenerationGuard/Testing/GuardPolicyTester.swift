import SafetyCore
import SafetyPolicy

/// Runs the tests that a policy carries, with their mutations and cuts, and weighs its gates.
package struct GuardPolicyTester {
  /// One test in one dress.
  package struct Outcome: Sendable, Hashable {
    package var test: String
    package var kind: GuardTestCase.Kind
    package var mutation: GuardTestCase.Mutation?
    package var action: GuardAction
    package var rule: String?
    /// Cuts that were tried.
    package var cuts: Int
    /// What is not as it should be; none where the test passed.
    package var problems: [String]
  }

  /// A budget and what was measured.
  package struct GateOutcome: Sendable, Hashable {
    package var gate: GuardGate
    package var value: Double
    package var isKept: Bool
  }

  package private(set) var outcomes: [Outcome] = []
  package private(set) var gates: [GateOutcome] = []

  /// Whether every test passed and every gate is kept.
  package var isPassed: Bool {
    outcomes.allSatisfy(\.problems.isEmpty) && gates.allSatisfy(\.isKept)
  }

  /// Runs everything.
  ///
  /// - Parameters:
  ///   - program: The compiled policy.
  ///   - today: The day on which expiry is read.
  /// - Throws: When a detector cannot be set up.
  package init(_ program: GuardProgram, today: String) async throws {
    for test in program.policy.tests {
      for mutation in [nil] + test.mutations.map(Optional.some) {
        outcomes.append(try await Self.outcome(of: test, mutation, program, today))
      }
    }
    gates = program.policy.gates.map { gate in
      let value = Self.value(of: gate.measure, outcomes, program)
      let isKept = gate.measure == .minimumRecall ? value >= gate.limit : value <= gate.limit
      return GateOutcome(gate: gate, value: value, isKept: isKept)
    }
  }

  private static func value(
    of measure: GuardGate.Measure,
    _ outcomes: [Outcome],
    _ program: GuardProgram
  ) -> Double {
    func share(_ kind: GuardTestCase.Kind, _ counts: (Outcome) -> Bool, empty: Double) -> Double {
      let all = outcomes.filter { $0.kind == kind }
      return all.isEmpty ? empty : Double(all.count(where: counts)) / Double(all.count)
    }
    switch measure {
    case .minimumRecall: return share(.mustBlock, { $0.action.withholdsSpans }, empty: 1)
    case .maximumFlagged:
      return share(.mustPass, { $0.action.rank > GuardAction.annotate.rank }, empty: 0)
    case .maximumHold: return Double(program.holdBound)
    }
  }

  private static func outcome(
    of test: GuardTestCase,
    _ mutation: GuardTestCase.Mutation?,
    _ program: GuardProgram,
    _ today: String
  ) async throws -> Outcome {
    var facts = GuardFacts()
    facts.language = test.language
    facts.route = test.route
    facts.today = today
    let text = mutation?.applied(to: test.text) ?? test.text
    var outcome = Outcome(
      test: test.id,
      kind: test.kind,
      mutation: mutation,
      action: .allow,
      cuts: 1,
      problems: []
    )
    switch test.stage {
    case .prompt, .history, .toolResult, .toolCall:
      let evidence = try await program.inspect(text, test.stage, facts).evidence
      let decision = program.policy.decide(test.stage, evidence, facts)
      outcome.action = decision.action
      outcome.rule = decision.rule.map { program.policy.rules[$0].id }
    case .output, .outputFinal, .reasoning:
      try await runAnswer(test, text, program, facts, isOriginal: mutation == nil, &outcome)
    }
    outcome.problems += expectations(test, outcome)
    return outcome
  }

  /// Every cut must give what the whole text gives.
  private static func runAnswer(
    _ test: GuardTestCase,
    _ text: String,
    _ program: GuardProgram,
    _ facts: GuardFacts,
    isOriginal: Bool,
    _ outcome: inout Outcome
  ) async throws {
    let cuts = TextCuts.cuts(of: text, test.chunking)
    let whole = try await GuardRun.asking(program, cuts[0], facts: facts, stage: test.stage)
    outcome.action = whole.action
    outcome.rule = whole.rule.map { program.policy.rules[$0].id }
    outcome.cuts = cuts.count
    for cut in cuts.dropFirst() {
      let run = try await GuardRun.asking(program, cut, facts: facts, stage: test.stage)
      if run != whole { outcome.problems.append("in \(cut.count) pieces the answer differs") }
    }
    if whole.breaches > 0 { outcome.problems.append("a withheld span was written in part") }
    if let most = test.maximumHold, whole.heldMaximum > most {
      outcome.problems.append("characters held: \(whole.heldMaximum), more than \(most)")
    }
    guard isOriginal else { return }
    if let output = test.output, whole.output != output {
      outcome.problems.append("the answer written is not the one expected")
    }
    if test.kind == .mustPass, whole.output != text {
      outcome.problems.append("the answer was changed")
    }
  }

  private static func expectations(_ test: GuardTestCase, _ outcome: Outcome) -> [String] {
    var problems: [String] = []
    if let action = test.action, outcome.action != action {
      problems.append("the action is \(outcome.action.rawValue), not \(action.rawValue)")
    }
    if let rule = test.rule, outcome.rule != rule {
      problems.append("the rule is \(outcome.rule ?? "none"), not \(rule)")
    }
    switch test.kind {
    case .mustBlock where !outcome.action.withholdsSpans: problems.append("it is not blocked")
    case .mustPass where outcome.action.rank > GuardAction.annotate.rank:
      problems.append("it does not pass")
    case .mustHedge where outcome.action != .hedge: problems.append("it is not cautioned")
    default: break
    }
    return problems
  }
}
