import SafetyCore
import SafetyDetectors
import SafetyPolicy

extension GuardExplanation {
  /// Why the action won, in one phrase.
  package func reason(in policy: GuardPolicy) -> String {
    if decision.isFailure { return "a detector failed, and the stage fails closed" }
    guard let rule = decision.rule else { return "no enforced rule holds" }
    let others = decision.proposals.filter { $0.standing == .enforced && $0.rule != rule }
    let name = policy.rules[rule].id
    guard !others.isEmpty else { return "because of `\(name)`, the only enforced rule that holds" }
    let isGravest = others.allSatisfy { $0.action.rank < decision.action.rank }
    if isGravest { return "because of `\(name)`, whose action outranks \(others.count) others" }
    return "because of `\(name)`, the gravest or first among rules of the same rank"
  }

  /// Everything as JSON; what was found is told by its place, not by its text.
  package func json(_ program: GuardProgram) -> CanonicalValue {
    let policy = program.policy
    return [
      "format": "gemma-safety.guard-explanation/1", "policy": .string(program.digest.hex),
      "stage": .string(stage.rawValue), "action": .string(decision.action.rawValue),
      "rule": decision.rule.map { .string(policy.rules[$0].id) } ?? .null,
      "reason": .string(reason(in: policy)), "escalated": .boolean(decision.escalates),
      "findings": .array(
        findings.map {
          [
            "detector": .string(policy.detectors[$0.detector].id),
            "view": .string($0.view.rawValue), "score": .string(decimal($0.score)),
            "span": [.integer($0.span.lowerBound), .integer($0.span.upperBound)],
          ]
        }
      ),
      "rules": .array(
        decision.proposals.map {
          [
            "rule": .string(policy.rules[$0.rule].id), "action": .string($0.action.rawValue),
            "severity": .string($0.severity.name), "standing": .string($0.standing.name),
          ]
        }
      ),
      "output": run.map { .string($0.output) } ?? .null,
      "held_max": run.map { .integer($0.heldMaximum) } ?? .null,
    ]
  }

  /// The record of the decision, for checks in which nothing is generated.
  package func record(
    _ program: GuardProgram,
    _ facts: GuardFacts,
    request: String,
    run: String
  ) -> DecisionRecord {
    var event = GuardEvent(decision, findings, [evidence], facts, program)
    (event.request, event.run, event.model) = (request, run, "none")
    event.stage = stage.rawValue
    return event.record
  }
}
