import SafetyCore
import SafetyPolicy

/// A recorded decision that other policies can be asked about.
package struct RecordedDecision: Sendable {
  private let event: GuardEvent
  private let detectors: [GuardPolicyEvent.Detector]?

  /// - Parameters:
  ///   - event: The record.
  ///   - policy: What the log says of the policy's detectors; nil where it says nothing.
  package init(_ event: GuardEvent, under policy: GuardPolicyEvent?) {
    self.event = event
    detectors = policy?.detectors
  }

  package var stage: String { event.stage }

  /// What was decided then.
  package var recorded: ReplayVerdict {
    guard let action = GuardAction(rawValue: event.action) else {
      return .unknown(.oldRecord, rules: [])
    }
    return .decided(action, rule: event.rule)
  }

  /// What a policy says of the same text, expiry being read on a day.
  package func verdict(of program: GuardProgram, today: String) -> ReplayVerdict {
    guard let stage = GuardStage(rawValue: event.stage), let parts = event.evidence,
      let recorded = event.facts, let detectors
    else { return .unknown(.oldRecord, rules: []) }
    guard !parts.isEmpty else { return .unknown(.notLookedAt, rules: []) }
    let facts = facts(recorded, samePolicy: program.digest == event.policy, today)
    var verdict = ReplayVerdict.decided(.allow, rule: nil)
    for part in parts {
      let said = SaidByDetectors(part, detectors, program, facts)
      verdict = Self.graver(verdict, judge(said, stage, facts, program))
      guard stage == .output, event.isComplete else { continue }
      verdict = Self.graver(verdict, judge(said, .outputFinal, facts, program))
    }
    if case .decided(let action, _) = verdict, !event.isComplete, action.rank < GuardAction.cut.rank
    {
      return .unknown(.cutShort, rules: [])
    }
    return verdict
  }

  private func facts(
    _ recorded: GuardEvent.Facts,
    samePolicy: Bool,
    _ today: String
  ) -> GuardFacts {
    var facts = GuardFacts()
    facts.language = recorded.language
    facts.route = recorded.route
    facts.role = recorded.role
    facts.tool = recorded.tool
    facts.rollout = recorded.rollout
    facts.today = today
    // Where nothing had weighed, nothing weighs; else another policy weighs earlier turns otherwise.
    facts.turnRisk = samePolicy || event.opensConversation == true ? recorded.turnRisk : nil
    return facts
  }

  private func judge(
    _ said: SaidByDetectors,
    _ stage: GuardStage,
    _ facts: GuardFacts,
    _ program: GuardProgram
  ) -> ReplayVerdict {
    let policy = program.policy
    let decision = policy.decide(stage, said.evidence, facts)
    let (missing, failed) = decision.unknown.reduce(into: ([Int](), [Int]())) { lists, unknown in
      // A detector that failed then has failed under any policy; one that never looked is a gap.
      let isGap = unknown.detectors.isEmpty || !said.missing.isDisjoint(with: unknown.detectors)
      if isGap { lists.0.append(unknown.rule) } else { lists.1.append(unknown.rule) }
    }
    let refuses = decision.unknown.contains { failed.contains($0.rule) && $0.failMode == .closed }
    let best = decision.proposals.filter { $0.standing == .enforced }
      .max { ($0.action.rank, $0.severity.rawValue) < ($1.action.rank, $1.severity.rawValue) }
    let rank = refuses ? GuardAction.refuse.rank : best?.action.rank ?? 0
    let open = missing.filter { policy.rules[$0].action.rank > rank }
    if !open.isEmpty {
      let isRisk = decision.unknown.contains { open.contains($0.rule) && $0.detectors.isEmpty }
      return .unknown(
        isRisk ? .turnRisk : .detectorNotRecorded,
        rules: open.map { policy.rules[$0].id }
      )
    }
    if refuses, (best?.action.rank ?? 0) < GuardAction.refuse.rank {
      return .decided(.refuse, rule: nil)
    }
    return .decided(best?.action ?? .allow, rule: best.map { policy.rules[$0.rule].id })
  }

  /// Of two verdicts over parts of a stage the one that counts: what is certain to block does.
  private static func graver(_ a: ReplayVerdict, _ b: ReplayVerdict) -> ReplayVerdict {
    switch (a, b) {
    case (.decided(let first, _), .decided(let second, _)):
      return second.rank > first.rank ? b : a
    case (.decided(let action, _), .unknown): return action.rank >= GuardAction.cut.rank ? a : b
    case (.unknown, .decided(let action, _)): return action.rank >= GuardAction.cut.rank ? b : a
    case (.unknown, .unknown): return a
    }
  }
}

/// Recorded evidence in the order of another policy's detectors.
private struct SaidByDetectors {
  private(set) var evidence: GuardEvidence
  /// Detectors of which the record says nothing.
  private(set) var missing: Set<Int> = []

  init(
    _ part: [String: GuardEvent.Evidence],
    _ recorded: [GuardPolicyEvent.Detector],
    _ program: GuardProgram,
    _ facts: GuardFacts
  ) {
    let policy = program.policy
    let counted = Set(policy.rules.flatMap { $0.countedDetectors })
    evidence = GuardEvidence(detectorCount: policy.detectors.count)
    // Those that look at letters first: whether a model is asked may hang on them.
    let order = policy.detectors.indices.sorted {
      !policy.detectors[$0].kind.isJudged && policy.detectors[$1].kind.isJudged
    }
    for index in order {
      let detector = policy.detectors[index]
      if detector.trigger?.holds(evidence, facts) == false { continue }
      let same = recorded.first { $0.definition == program.definitions[index] }
      guard let same, !detector.kind.isJudged || part[same.id] != nil else {
        miss(index)
        continue
      }
      guard let entry = part[same.id] else { continue }
      let keeps = !detector.kind.isScored || same.threshold == detector.threshold
      let hits = keeps ? entry.count : entry.score >= detector.threshold ? 1 : 0
      evidence.set(index, count: hits, score: entry.score)
      if let failure = entry.failure { evidence.fail(index, failure) }
      // Under another threshold it is not known how many hits there were.
      if !keeps, hits > 0, counted.contains(index) { miss(index) }
    }
  }

  private mutating func miss(_ detector: Int) {
    missing.insert(detector)
    evidence.fail(detector, "not recorded")
  }
}
