import SafetyDetectors
import SafetyPolicy

/// Everything that leads from a text to a decision.
package struct GuardExplanation: Sendable {
  package let stage: GuardStage
  package let decision: GuardDecision
  package let findings: [StreamFinding]
  package let evidence: GuardEvidence
  /// What is written of an answer; nil for the other stages, and where nobody asks for it.
  package let run: GuardRun?

  /// Looks at a text; an answer is also run through the guard.
  ///
  /// - Throws: When a detector cannot be set up; `CancellationError`.
  package init(
    _ program: GuardProgram,
    _ text: String,
    _ stage: GuardStage,
    _ facts: GuardFacts
  ) async throws {
    self.stage = stage
    (findings, evidence) = try await program.inspect(text, stage, facts)
    run = stage.isStreamed ? try await Self.run(program, text, stage, facts) : nil
    decision = program.policy.decideWhole(stage, evidence, facts)
  }

  private init(
    _ program: GuardProgram,
    _ stage: GuardStage,
    _ facts: GuardFacts,
    _ seen: (findings: [StreamFinding], evidence: GuardEvidence)
  ) {
    self.stage = stage
    (findings, evidence) = seen
    run = nil
    decision = program.policy.decideWhole(stage, evidence, facts)
  }

  /// Looks at texts that may be either side's: at each once for all stages; none is run as an answer.
  ///
  /// - Returns: By text, then by stage.
  /// - Throws: When a detector cannot be set up; `CancellationError`.
  package static func all(
    _ program: GuardProgram,
    _ texts: [String],
    _ stages: [GuardStage],
    _ facts: GuardFacts
  ) async throws -> [[GuardExplanation]] {
    try await ScreeningExecutor.run(bytes: texts.reduce(0) { $0 + $1.utf8.count }) {
      var all: [[GuardExplanation]] = []
      for text in texts {
        try Task.checkCancellation()
        let seen = try await program.inspect(text, stages, facts)
        all.append(zip(stages, seen).map { GuardExplanation(program, $0, facts, $1) })
      }
      return all
    }
  }

  /// Scalars of a text that are run at once; where it is cut means nothing.
  private static let pieceLength = 16_384

  private static func run(
    _ program: GuardProgram,
    _ text: String,
    _ stage: GuardStage,
    _ facts: GuardFacts
  ) async throws -> GuardRun {
    let pieces = TextCuts.even(text, longest: pieceLength)
    return try await ScreeningExecutor.run(bytes: text.utf8.count) {
      try await GuardRun.asking(program, pieces, facts: facts, stage: stage)
    }
  }
}
