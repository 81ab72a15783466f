import SafetyCore

/// Judges one rule on the figures that are on record.
struct FigureJudge {
  /// An outcome with the phrase that says why.
  struct Judgement {
    var outcome: GateOutcome
    var reason: String
    var step: ReleaseFinding.Step?
    var probability: Double?
    /// Events looked at beside the figure's own.
    var evidence: [Int] = []
  }

  let rule: ReleaseRule
  let evidence: ReleaseEvidence
  let signoffs: [ReleasePolicy.Signoff]

  /// The gravest of what the seeds asked for lead to; without any, what the latest figure does.
  func finding() -> ReleaseFinding {
    let seeds = rule.requirements.seeds
    let findings = seeds.isEmpty ? [finding(seed: nil)] : seeds.map { finding(seed: $0) }
    var worst = findings.max { $0.outcome.gravity < $1.outcome.gravity } ?? finding(seed: nil)
    worst.evidence = Set(findings.flatMap(\.evidence)).sorted()
    worst.probability = findings.compactMap(\.probability).max()
    return worst
  }

  private func finding(seed: Int?) -> ReleaseFinding {
    let selection = FigureSelection(rule: rule, evidence: evidence)
    switch selection.latest(seed: seed) {
    case .nothing(let outcome, let reason):
      return finding(
        nil,
        Judgement(outcome: outcome, reason: reason, step: evaluate(seed: seed))
      )
    case .figure(let figure, let attempts):
      var finding = finding(figure, judge(figure, seed: seed))
      finding.attempts = attempts
      return finding
    }
  }

  private func finding(
    _ figure: ReleaseEvidence.Figure?,
    _ judgement: Judgement
  ) -> ReleaseFinding {
    var finding = ReleaseFinding(
      id: rule.id,
      severity: rule.severity,
      outcome: judgement.outcome,
      reason: judgement.reason
    )
    finding.risk = rule.risk
    finding.demand = rule.demand
    finding.figure = figure
    finding.ageDays = figure?.seconds.map { max(0, evidence.now - $0) / 86_400 }
    let own = figure.map { [$0.seq] + ($0.evaluation?.events ?? []) } ?? []
    finding.evidence = (own + judgement.evidence).sorted()
    finding.step = judgement.step
    finding.probability = judgement.probability
    return finding
  }

  private func evaluate(seed: Int?) -> ReleaseFinding.Step {
    var isGuarded = false
    if case .policy = rule.requirements.guarding { isGuarded = true }
    return .evaluate(benchmark: rule.benchmark, seed: seed, guardPolicy: isGuarded)
  }

  private func judge(_ figure: ReleaseEvidence.Figure, seed: Int?) -> Judgement {
    if let problem = reliability(figure) ?? sufficiency(figure) {
      var problem = problem
      problem.step =
        problem.outcome == .invalid && !figure.isProved ? .verifyLog : evaluate(seed: seed)
      return problem
    }
    let bounded = BoundJudge(rule: rule, event: figure.event).judgement()
    guard bounded.outcome == .pass || bounded.outcome == .warn, let baseline = rule.baseline else {
      return bounded
    }
    let regressed = BaselineJudge(rule: rule, baseline: baseline, evidence: evidence).judgement(
      figure
    )
    guard regressed.outcome == .pass else { return regressed }
    var judgement = bounded
    judgement.evidence += regressed.evidence
    return judgement
  }

  /// Whether the figure is what was written, and its evaluation whole.
  private func reliability(_ figure: ReleaseEvidence.Figure) -> Judgement? {
    func invalid(_ reason: String) -> Judgement { Judgement(outcome: .invalid, reason: reason) }
    guard figure.isProved, evidence.log.standing != .tampered else {
      return invalid("no proof leads from event \(figure.seq) to the log's root")
    }
    guard let evaluation = figure.evaluation else {
      return invalid(
        "the figure was imported from `\(figure.event.subject.harness.prefix(80))`: "
          + "no evaluation of `\(rule.benchmark)` is in its run"
      )
    }
    if let problem = evaluation.problem { return invalid(problem) }
    if let end = evaluation.endSeq, figure.seq > end {
      return invalid("the figure was written after its evaluation had ended")
    }
    guard evaluation.subject == figure.event.subject else {
      return invalid("the figure is of another subject than its evaluation")
    }
    guard figure.event.count <= evaluation.recorded else {
      let count = figure.event.count
      return invalid("the figure counts \(count) items, its evaluation \(evaluation.recorded)")
    }
    guard let seconds = figure.seconds else { return invalid("the figure's event has no time") }
    // A day is put up with for clocks that disagree.
    guard seconds <= evidence.now + 86_400 else { return invalid("the figure is from the future") }
    return nil
  }

  /// Whether the figure is new enough and rests on enough.
  private func sufficiency(_ figure: ReleaseEvidence.Figure) -> Judgement? {
    func insufficient(_ reason: String) -> Judgement {
      Judgement(outcome: .insufficient, reason: reason)
    }
    let age = max(0, evidence.now - (figure.seconds ?? 0)) / 86_400
    guard age <= rule.maximumAgeDays else {
      return Judgement(
        outcome: .stale,
        reason: "the figure is \(age) days old, \(rule.maximumAgeDays) are allowed"
      )
    }
    if let limit = figure.event.subject.limit {
      return insufficient("the evaluation was limited to \(limit) items")
    }
    let unscored = figure.evaluation?.unscored ?? 0
    guard unscored <= rule.maximumUnscored else {
      return insufficient("\(unscored) items gave no score, \(rule.maximumUnscored) are allowed")
    }
    guard figure.event.count >= rule.minimumCount else {
      return insufficient("\(figure.event.count) items are fewer than \(rule.minimumCount)")
    }
    return nil
  }

  /// Nobody signs off what is not there yet; a day is put up with for zones of time.
  private func isOlder(
    _ word: ReleasePolicy.Signoff,
    than figure: ReleaseEvidence.Figure?
  ) -> Bool {
    guard let seconds = figure?.seconds, let day = UTCTime.seconds("\(word.date)T23:59:59Z") else {
      return false
    }
    return day + 86_400 < seconds
  }

  /// Asks for a person's word where the figure alone is not enough.
  func signed(_ finding: ReleaseFinding) -> ReleaseFinding {
    guard rule.needsSignoff, !finding.outcome.isOpen else { return finding }
    var finding = finding
    let word = signoffs.last { $0.rule == rule.id && $0.model == evidence.modelSHA256 }
    if let word, word.date <= evidence.today, !isOlder(word, than: finding.figure) {
      finding.reason += "; signed off by \(word.approver) on \(word.date)"
    } else {
      finding.outcome = .insufficient
      finding.reason += "; no person has signed it off for this model"
      finding.step = .signOff(rule: rule.id)
    }
    return finding
  }
}
