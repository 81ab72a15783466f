import SafetyDetectors
import SafetyPolicy

/// Everything that leads from a text to a decision.
package struct GuardExplanation: Sendable {
  package let stage: GuardStage
  package let decision: GuardDecision
  package let findings: [StreamFinding]
  package let evidence: GuardEvidence
  /// What is written of an answer; nil for the other stages.
  package let run: GuardRun?

  /// Looks at a text; an answer is also run through the guard.
  ///
  /// - Throws: When a detector cannot be set up.
  package init(
    _ program: GuardProgram,
    _ text: String,
    _ stage: GuardStage,
    _ facts: GuardFacts
  ) async throws {
    self.stage = stage
    (findings, evidence) = try await program.inspect(text, stage, facts)
    run =
      stage.isStreamed
      ? try await GuardRun.asking(program, [text], facts: facts, stage: stage) : nil
    decision = program.policy.decide(stage, evidence, facts)
  }
}
