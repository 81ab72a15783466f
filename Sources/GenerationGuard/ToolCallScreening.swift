import SafetyCore
import SafetyDetectors
import SafetyPolicy

/// What a policy says of one call of a tool.
package struct ToolCallScreening: Sendable {
  package var decision: GuardDecision
  /// Places in the text that `ToolCallText` makes of the call.
  package var findings: [StreamFinding]
  package var evidence: GuardEvidence
  /// Of the request, with the tool's name.
  package var facts: GuardFacts
}

extension GuardProgram {
  /// Looks at a complete call: the tool's name, and its arguments with escapes undone.
  ///
  /// - Throws: When a detector cannot be set up.
  package func screen(_ call: ToolCall, _ facts: GuardFacts) async throws -> ToolCallScreening {
    var facts = facts
    facts.tool = call.name
    let text = ToolCallText.readable(call)
    let (findings, evidence) = try await inspect(text, .toolCall, facts)
    return ToolCallScreening(
      decision: policy.decide(.toolCall, evidence, facts),
      findings: findings,
      evidence: evidence,
      facts: facts
    )
  }
}
