import SafetyCore

/// Judges a demand on the papers of a release.
struct CheckJudge {
  private typealias Judgement = FigureJudge.Judgement

  let check: ReleaseCheck
  let policy: ReleasePolicy
  let evidence: ReleaseEvidence
  /// Events that rules and other checks rest on.
  let cited: Set<Int>

  func finding() -> ReleaseFinding {
    let judgement = judgement()
    var finding = ReleaseFinding(
      id: check.id,
      severity: check.severity,
      outcome: judgement.outcome,
      reason: judgement.reason
    )
    finding.evidence = judgement.evidence.sorted()
    finding.step = judgement.step
    return finding
  }

  private func judgement() -> Judgement {
    switch check.requirement {
    case .filters(let names, let allRuns): filters(names, allRuns: allRuns)
    case .evaluations(let benchmarks): evaluations(benchmarks)
    case .card(let profiles): card(profiles)
    case .licence(let allowed): licence(allowed)
    case .waivers: waivers()
    case .auditLog(let isComplete, let isSigned): log(isComplete: isComplete, isSigned: isSigned)
    case .checkpoint(let isSigned): checkpoint(isSigned: isSigned)
    case .modelDigest: modelDigest()
    }
  }

  private func filters(_ names: [String], allRuns: Bool) -> Judgement {
    let runs = allRuns ? evidence.filterRuns : Array(evidence.filterRuns.suffix(1))
    let again = ReleaseFinding.Step.filter(names: names)
    guard !runs.isEmpty else {
      return Judgement(outcome: .insufficient, reason: "no filter run is on record", step: again)
    }
    for run in runs {
      func result(_ outcome: GateOutcome, _ reason: String) -> Judgement {
        Judgement(outcome: outcome, reason: reason, step: again, evidence: [run.seq])
      }
      guard run.isEnded else { return result(.invalid, "the filter run has not ended") }
      guard run.shards == run.inputs else {
        return result(.invalid, "\(run.shards) of \(run.inputs) inputs were read to their end")
      }
      guard let acting = run.acting else {
        return result(.insufficient, "the filter run does not say which rules acted")
      }
      let missing = names.filter { name in
        !acting.contains { $0 == name || $0.hasPrefix(name + "/") }
      }
      guard missing.isEmpty else {
        return result(.fail, "\(missing.joined(separator: ", ")) did not act")
      }
    }
    let inputs = runs.reduce(0) { $0 + $1.inputs }
    return Judgement(
      outcome: .pass,
      reason: "all acted, on all of \(inputs) inputs",
      evidence: runs.map(\.seq)
    )
  }

  private func evaluations(_ benchmarks: [String]) -> Judgement {
    var seen: [Int] = []
    for benchmark in benchmarks {
      let all = evidence.evaluations.filter { $0.benchmark == benchmark }
      func result(_ outcome: GateOutcome, _ reason: String, _ evidence: [Int] = []) -> Judgement {
        let again = ReleaseFinding.Step.evaluate(
          benchmark: benchmark,
          seed: nil,
          guardPolicy: false
        )
        let reason = "`\(benchmark)`: \(reason)"
        return Judgement(outcome: outcome, reason: reason, step: again, evidence: evidence)
      }
      guard !all.isEmpty else { return result(.insufficient, "no evaluation is on record") }
      guard let last = all.last(where: { $0.subject.modelSHA256 == evidence.modelSHA256 }) else {
        return result(.stale, "the evaluations on record are of another model")
      }
      if let problem = last.problem { return result(.invalid, problem, [last.seq]) }
      if let limit = last.subject.limit {
        return result(.insufficient, "the evaluation was limited to \(limit) items", [last.seq])
      }
      guard last.unscored < last.recorded else {
        return result(.insufficient, "no item gave a score", [last.seq])
      }
      seen += last.events
    }
    return Judgement(outcome: .pass, reason: "all are on record and complete", evidence: seen)
  }

  /// Whether there is a card, of this model, that says what its evidence says; nil where there is.
  private func unfit(profile: String?) -> Judgement? {
    let step = ReleaseFinding.Step.completeCard(profile: profile)
    guard let card = evidence.card else {
      return Judgement(outcome: .insufficient, reason: "no card was handed in", step: step)
    }
    if let problem = card.problem {
      return Judgement(outcome: .invalid, reason: problem, step: step)
    }
    guard card.models.contains(evidence.modelSHA256) else {
      let reason = card.models.isEmpty ? "names no weights" : "is of another model"
      let outcome: GateOutcome = card.models.isEmpty ? .insufficient : .stale
      return Judgement(outcome: outcome, reason: "the card's evidence \(reason)", step: step)
    }
    return nil
  }

  private func card(_ profiles: [String]) -> Judgement {
    if let unfit = unfit(profile: profiles.first) { return unfit }
    guard let card = evidence.card else {
      return Judgement(outcome: .insufficient, reason: "no card was handed in")
    }
    for profile in profiles {
      let step = ReleaseFinding.Step.completeCard(profile: profile)
      guard let missing = card.missing[profile] else {
        let reason = "the card was not held against `\(profile)`"
        return Judgement(outcome: .insufficient, reason: reason, step: step)
      }
      guard missing.isEmpty else {
        let more = missing.count > 5 ? " and \(missing.count - 5) more" : ""
        let reason = "`\(profile)` misses \(missing.prefix(5).joined(separator: ", "))\(more)"
        return Judgement(outcome: .fail, reason: reason, step: step)
      }
    }
    let words = profiles.joined(separator: ", ")
    return Judgement(outcome: .pass, reason: "the card is complete for \(words)")
  }

  private func licence(_ allowed: [String]) -> Judgement {
    if let unfit = unfit(profile: nil) { return unfit }
    let step = ReleaseFinding.Step.nameLicence(allowed: allowed)
    guard let licence = evidence.card?.licence, !licence.isEmpty else {
      return Judgement(outcome: .fail, reason: "the card names no licence", step: step)
    }
    guard allowed.isEmpty || allowed.contains(licence) else {
      let reason = "the licence `\(licence)` is none of \(allowed.joined(separator: ", "))"
      return Judgement(outcome: .fail, reason: reason, step: step)
    }
    return Judgement(outcome: .pass, reason: "the licence is `\(licence)`")
  }
}
