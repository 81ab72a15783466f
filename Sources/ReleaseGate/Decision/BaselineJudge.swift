import SafetyCore

/// Tells whether a figure is worse than an earlier model's by more than a rule allows.
struct BaselineJudge {
  let rule: ReleaseRule
  let baseline: ReleaseRule.Baseline
  let evidence: ReleaseEvidence

  /// How much worse a model is: the estimate and the ends of its interval.
  private struct Regression {
    var value: Double
    var low: Double
    var high: Double
  }

  /// The baseline's latest figure on the same data by the same protocol, behind a guard that fits.
  func earlier(than figure: ReleaseEvidence.Figure) -> ReleaseEvidence.Figure? {
    let subject = figure.event.subject
    return evidence.figures.last {
      $0.event.benchmark == rule.benchmark && $0.event.metric == rule.metric
        && $0.event.slice == rule.slice && $0.event.subject.modelSHA256 == baseline.model
        && $0.event.subject.dataSHA256 == subject.dataSHA256
        && $0.event.subject.protocolSHA256 == subject.protocolSHA256
        && rule.requirements.guarding.allows($0.event.subject.policySHA256)
    }
  }

  func judgement(_ figure: ReleaseEvidence.Figure) -> FigureJudge.Judgement {
    guard let earlier = earlier(than: figure) else {
      return insufficient("the baseline has no figure on the same data")
    }
    guard earlier.isProved, let evaluation = earlier.evaluation, evaluation.problem == nil,
      evaluation.subject == earlier.event.subject, earlier.event.count <= evaluation.recorded
    else {
      return .init(
        outcome: .invalid,
        reason: "the baseline's figure, event \(earlier.seq), cannot be relied on",
        step: again,
        evidence: [earlier.seq]
      )
    }
    if let limit = evaluation.subject.limit {
      return insufficient("the baseline's evaluation was limited to \(limit) items")
    }
    var judgement = compare(figure, earlier)
    judgement.evidence = [earlier.seq] + evaluation.events
    return judgement
  }

  private var again: ReleaseFinding.Step {
    .evaluateBaseline(benchmark: rule.benchmark, model: baseline.model)
  }

  private func insufficient(_ reason: String) -> FigureJudge.Judgement {
    .init(outcome: .insufficient, reason: reason, step: again)
  }

  private func compare(
    _ figure: ReleaseEvidence.Figure,
    _ earlier: ReleaseEvidence.Figure
  ) -> FigureJudge.Judgement {
    guard let now = try? FigureNumbers(figure.event), let then = try? FigureNumbers(earlier.event)
    else { return insufficient("the baseline's figure is no number") }
    let regression: Regression? =
      switch baseline.test {
      case .point: point(now, then)
      case .independent: independent(now, then)
      case .paired: paired(figure, earlier)
      }
    guard let regression else {
      return insufficient(
        baseline.test == .paired
          ? "the two evaluations have no scores item by item"
          : "a figure without an interval of the level asked for cannot be compared"
      )
    }
    let most = baseline.maximumRegression
    guard regression.high > most else {
      return .init(outcome: .pass, reason: "no worse than the baseline")
    }
    let by = decimal((regression.value * 1e6).rounded() / 1e6)
    guard regression.low <= most else {
      let reason = "worse than the baseline by \(by), \(decimal(most)) is allowed"
      return .init(outcome: .fail, reason: reason, step: .improveModel)
    }
    return insufficient("too few items to tell whether it is worse by more than \(decimal(most))")
  }

  private func point(_ now: FigureNumbers, _ then: FigureNumbers) -> Regression {
    let worse = rule.comparison.isCeiling ? now.value - then.value : then.value - now.value
    return Regression(value: worse, low: worse, high: worse)
  }

  /// The interval of a difference from the two intervals (Zou and Donner, 2008).
  private func independent(_ now: FigureNumbers, _ then: FigureNumbers) -> Regression? {
    guard let a = now.interval, let b = then.interval,
      min(a.level, b.level) >= rule.confidence - 1e-9
    else { return nil }
    func distance(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
    let up = (now: a.high - now.value, then: b.high - then.value)
    let down = (now: now.value - a.low, then: then.value - b.low)
    if rule.comparison.isCeiling {
      let worse = now.value - then.value
      return Regression(
        value: worse,
        low: worse - distance(down.now, up.then),
        high: worse + distance(up.now, down.then)
      )
    }
    let worse = then.value - now.value
    return Regression(
      value: worse,
      low: worse - distance(down.then, up.now),
      high: worse + distance(up.then, down.now)
    )
  }

  private func paired(
    _ figure: ReleaseEvidence.Figure,
    _ earlier: ReleaseEvidence.Figure
  ) -> Regression? {
    let pairing = evidence.pairings.first {
      $0.rule == rule.id && $0.seq == figure.seq && $0.baselineSeq == earlier.seq
    }
    guard let pairing, pairing.count >= rule.minimumCount else { return nil }
    guard rule.comparison.isCeiling else {
      return Regression(value: -pairing.difference, low: -pairing.high, high: -pairing.low)
    }
    return Regression(value: pairing.difference, low: pairing.low, high: pairing.high)
  }
}
