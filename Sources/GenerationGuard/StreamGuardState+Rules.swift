import SafetyDetectors
import SafetyPolicy

/// What rules do with what was found.
extension StreamGuardState {
  /// Acts on what was found with the last character.
  mutating func judge() -> StreamStop? {
    if let failure = noteFailures() { return failure }
    let fresh = scanner.takeFindings()
    guard !fresh.isEmpty else { return nil }
    // Where one finding ends the answer, nothing of the others found with it may go out.
    let first = fresh.map(\.span.lowerBound).min() ?? end
    for finding in fresh {
      findings.append(finding)
      guard program.note(finding, in: &evidence), isAsked(finding.detector)
      else { continue }
      let decision = program.policy.decide(stage, evidence, facts, touching: finding.detector)
      if decision.action.endsAnswer, let rule = decision.rule {
        return stop(decision.action, rule, before: min(first, gateStart))
      }
      for proposal in decision.proposals where proposal.standing == .enforced {
        if let stop = apply(proposal, to: finding) { return stop }
      }
    }
    return nil
  }

  func isAsked(_ detector: Int) -> Bool {
    program.asked[stage]?.contains(detector) ?? false
  }

  private mutating func apply(
    _ proposal: GuardDecision.Proposal,
    to finding: StreamFinding
  ) -> StreamStop? {
    switch proposal.action {
    case .redact:
      let text = finding.isContinuation ? "" : program.placeholder(of: finding)
      guard edits.replace(finding.span, with: text) else {
        breaches += 1
        return fail("a span to be withheld had been written in part")
      }
    case .hedge: hedge(proposal.rule)
    default: break
    }
    return nil
  }

  private mutating func noteFailures() -> StreamStop? {
    guard scanner.hasFailed, !hasNotedFailures else { return nil }
    hasNotedFailures = true
    for failure in scanner.failures {
      for detector in failure.detectors { evidence.fail(detector, failure.reason) }
    }
    let decision = self.decision
    guard decision.isFailure else { return nil }
    return fail(scanner.failures.first?.reason ?? "a detector failed")
  }

  /// Applies the rules that need the whole answer.
  mutating func judgeWhole() -> StreamStop? {
    guard stage == .output else { return nil }
    let decision = program.policy.decide(.outputFinal, evidence, facts)
    if decision.isFailure { return fail(scanner.failures.first?.reason ?? "a detector failed") }
    if decision.action.endsAnswer, let rule = decision.rule {
      return stop(decision.action, rule, before: edits.settled)
    }
    for proposal in decision.proposals
    where proposal.standing == .enforced && proposal.action == .hedge {
      hedge(proposal.rule)
    }
    return nil
  }
}
