import SafetyCore

extension GuardPolicy {
  /// Judges a stage: a plain function of the evidence and the facts, whatever their order was.
  ///
  /// - Parameters:
  ///   - stage: Rules of other stages are passed over.
  ///   - evidence: One entry for each detector of the policy.
  ///   - facts: Day, language, route and key of the request.
  ///   - detector: Only rules that ask this one; all without it.
  /// - Returns: The gravest enforced action, ties settled by severity and then by order.
  package func decide(
    _ stage: GuardStage,
    _ evidence: GuardEvidence,
    _ facts: GuardFacts,
    touching detector: Int? = nil
  ) -> GuardDecision {
    var decision = GuardDecision(stage: stage)
    if stage == .prompt { decision.action = settings.defaultAction }
    for (index, rule) in rules.enumerated() where rule.applies(stage, on: facts.today) {
      if let detector, !rule.condition.detectors.contains(detector) { continue }
      switch rule.holds(evidence, facts) {
      case true: propose(index, facts, &decision)
      case nil: noteUnknown(index, stage, evidence, &decision)
      case false: continue
      }
    }
    settle(&decision)
    return decision
  }

  /// Judges a text that is complete: an answer by the rules over `output_final` too.
  package func decideWhole(
    _ stage: GuardStage,
    _ evidence: GuardEvidence,
    _ facts: GuardFacts
  ) -> GuardDecision {
    stage.atItsEnd.reduce(decide(stage, evidence, facts)) {
      $0.joined(by: decide($1, evidence, facts))
    }
  }

  private func propose(_ index: Int, _ facts: GuardFacts, _ decision: inout GuardDecision) {
    let rule = rules[index]
    let proposal = GuardDecision.Proposal(
      rule: index,
      action: rule.action,
      severity: rule.severity,
      standing: standing(of: rule, facts)
    )
    decision.proposals.append(proposal)
    if rule.escalates, proposal.standing == .enforced { decision.escalates = true }
  }

  private func standing(of rule: GuardRule, _ facts: GuardFacts) -> GuardDecision.Standing {
    if rule.mode == .shadow { return .shadow }
    if !rule.isRolledOut(to: facts.rollout) { return .notRolledOut }
    if let exception = exceptions.first(where: { $0.relaxes(rule, facts) }) {
      return .excepted(exception.id)
    }
    return .enforced
  }

  private func noteUnknown(
    _ index: Int,
    _ stage: GuardStage,
    _ evidence: GuardEvidence,
    _ decision: inout GuardDecision
  ) {
    let rule = rules[index]
    // A rule that would change nothing cannot make a failure matter.
    guard rule.mode == .enforce, rule.action.rank > GuardAction.annotate.rank else { return }
    let failed = rule.detectors.filter { evidence[$0].failure != nil }.sorted()
    let modes = failed.map { detectors[$0].failMode ?? settings.failMode(of: stage) }
    let mode = GuardFailMode.allCases.first { modes.contains($0) } ?? .closed
    decision.unknown.append(.init(rule: index, detectors: failed, failMode: mode))
  }

  private func settle(_ decision: inout GuardDecision) {
    for proposal in decision.proposals where proposal.standing == .enforced {
      let isGraver =
        (proposal.action.rank, proposal.severity.rawValue)
        > (decision.action.rank, decision.severity.rawValue)
      guard isGraver || (decision.rule == nil && proposal.action.rank >= decision.action.rank)
      else { continue }
      decision.action = proposal.action
      decision.severity = proposal.severity
      decision.rule = proposal.rule
    }
    for unknown in decision.unknown {
      switch unknown.failMode {
      case .closed where decision.action.rank < GuardAction.refuse.rank:
        decision.action = .refuse
        decision.rule = nil
      case .degrade: decision.escalates = true
      default: break
      }
    }
  }
}

extension GuardRule {
  /// All detectors that the rule asks, in its condition and its exclusion.
  package var detectors: Set<Int> {
    condition.detectors.union(exclusion?.detectors ?? [])
  }

  /// Detectors of which it matters how many hits there are.
  package var countedDetectors: Set<Int> {
    condition.countedDetectors.union(exclusion?.countedDetectors ?? [])
  }

  /// Whether the rule looks at a stage at all on a day.
  func applies(_ stage: GuardStage, on today: String) -> Bool {
    mode != .off && stages.contains(stage) && expires.map { today < $0 } ?? true
  }

  func holds(_ evidence: GuardEvidence, _ facts: GuardFacts) -> Bool? {
    guard let exclusion else { return condition.holds(evidence, facts) }
    return GuardCondition.all([condition, .not(exclusion)]).holds(evidence, facts)
  }

  /// Whether a key of this digest is among the rule's percentage; it always is or never is.
  package func isRolledOut(to key: Digest?) -> Bool {
    if rolloutPercent >= 100 { return true }
    let hash = Digest.sha256(Array("\(id)\n\(key?.hex ?? "")".utf8)).bytes.prefix(8)
    let place = hash.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1_000_000
    return Double(place) < rolloutPercent * 10_000
  }
}

extension GuardException {
  func relaxes(_ rule: GuardRule, _ facts: GuardFacts) -> Bool {
    guard rule.severity != .critical, rules.contains(rule.id), facts.today < expires else {
      return false
    }
    return condition.holds(GuardEvidence(detectorCount: 0), facts) ?? false
  }
}
