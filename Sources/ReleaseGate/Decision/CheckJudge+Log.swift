import SafetyCore

extension CheckJudge {
  func waivers() -> FigureJudge.Judgement {
    guard let past = policy.waivers.first(where: { $0.terms.expires < evidence.today }) else {
      let count = policy.waivers.count
      let waived = count == 1 ? "1 waiver" : "\(count) waivers"
      let reason = count == 0 ? "no rule is waived" : "\(waived), none past its last day"
      return .init(outcome: .pass, reason: reason)
    }
    return .init(
      outcome: .fail,
      reason: "the waiver of `\(past.rule)` ended on \(past.terms.expires)",
      step: .reviewWaiver(rule: past.rule)
    )
  }

  func log(isComplete: Bool, isSigned: Bool) -> FigureJudge.Judgement {
    let log = evidence.log
    let reason = log.problem ?? "the log does not verify"
    switch log.standing {
    case .tampered: return .init(outcome: .invalid, reason: reason, step: .verifyLog)
    case .unverifiable: return .init(outcome: .invalid, reason: reason, step: .verifyLog)
    case .incomplete where isComplete:
      return .init(outcome: .invalid, reason: reason, step: .verifyLog)
    case .incomplete, .ok: break
    }
    guard !isSigned || log.signedSize > 0 else {
      return .init(
        outcome: .insufficient,
        reason: "no key that was handed in has signed the log",
        step: .publishCheckpoint
      )
    }
    if isSigned, let late = uncovered(by: log.signedSize, "the last signed checkpoint") {
      return late
    }
    return .init(outcome: .pass, reason: "the log verifies, \(log.size) events")
  }

  /// What is wrong with a checkpoint that something rests on an event after, or nil.
  private func uncovered(by size: Int, _ name: String) -> FigureJudge.Judgement? {
    guard let late = cited.filter({ $0 >= size }).min() else { return nil }
    return .init(
      outcome: .stale,
      reason: "\(name) covers \(size) events, a rule or check rests on event \(late)",
      step: .publishCheckpoint
    )
  }

  func checkpoint(isSigned: Bool) -> FigureJudge.Judgement {
    guard let checkpoint = evidence.checkpoint else {
      return .init(
        outcome: .insufficient,
        reason: "no checkpoint outside the log was handed in",
        step: .publishCheckpoint
      )
    }
    if let problem = checkpoint.problem {
      return .init(outcome: .invalid, reason: problem, step: .verifyLog)
    }
    if let late = uncovered(by: checkpoint.size, "the checkpoint") { return late }
    guard !isSigned || checkpoint.isSigned else {
      return .init(
        outcome: .insufficient,
        reason: "no key that was handed in has signed the checkpoint",
        step: .publishCheckpoint
      )
    }
    return .init(outcome: .pass, reason: "the checkpoint covers \(checkpoint.size) events")
  }

  /// A model that was changed after its evaluation has figures of another digest, or none.
  func modelDigest() -> FigureJudge.Judgement {
    var named = Set(policy.rules.map(\.benchmark))
    for check in policy.checks {
      if case .evaluations(let more) = check.requirement { named.formUnion(more) }
    }
    let benchmarks = named.sorted()
    guard !benchmarks.isEmpty else {
      return .init(outcome: .insufficient, reason: "no rule or check names an evaluation to go by")
    }
    var seen: [Int] = []
    for benchmark in benchmarks {
      let step = ReleaseFinding.Step.evaluate(
        benchmark: benchmark,
        seed: nil,
        guardPolicy: false
      )
      let all = evidence.evaluations.filter { $0.benchmark == benchmark }
      guard let last = all.last(where: { $0.subject.modelSHA256 == evidence.modelSHA256 }) else {
        let isThere = !all.isEmpty
        return .init(
          outcome: isThere ? .stale : .insufficient,
          reason: isThere
            ? "`\(benchmark)` was evaluated on another model"
            : "no evaluation of `\(benchmark)` is on record",
          step: step
        )
      }
      let later = all.last { $0.subject.model == last.subject.model && $0.seq > last.seq }
      if let later, later.subject.modelSHA256 != evidence.modelSHA256 {
        return .init(
          outcome: .stale,
          reason: "a later evaluation of `\(benchmark)` is of other weights of the same name",
          step: step,
          evidence: [later.seq]
        )
      }
      seen += last.events
    }
    return .init(outcome: .pass, reason: "the evidence is of these weights", evidence: seen)
  }
}
