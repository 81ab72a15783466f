import SafetyCore

/// Holds a figure against a rule's bound.
struct BoundJudge {
  let rule: ReleaseRule
  let event: MetricEvent

  func judgement() -> FigureJudge.Judgement {
    let numbers: FigureNumbers
    do throws(FigureNumbers.Problem) {
      numbers = try FigureNumbers(event)
    } catch {
      switch error {
      case .unknown:
        return .init(outcome: .insufficient, reason: "the figure is unknown", step: again)
      case .malformed(let reason):
        return .init(outcome: .invalid, reason: reason, step: again)
      }
    }
    guard rule.statistic != .point else { return point(numbers.value) }
    guard let interval = numbers.interval else {
      return .init(outcome: .insufficient, reason: "the figure has no interval", step: again)
    }
    // Levels are decimals with a few digits; a difference below one is none.
    guard interval.level >= rule.confidence - 1e-9 else {
      let level = decimal(interval.level)
      let reason = "the interval is of level \(level), \(decimal(rule.confidence)) is asked for"
      return .init(outcome: .insufficient, reason: reason, step: again)
    }
    return ends(numbers.value, interval)
  }

  private var again: ReleaseFinding.Step {
    .evaluate(benchmark: rule.benchmark, seed: nil, guardPolicy: false)
  }

  private func point(_ value: Double) -> FigureJudge.Judgement {
    guard rule.comparison.holds(value, rule.bound) else {
      return .init(
        outcome: .fail,
        reason: "the figure does not hold the bound",
        step: .improveModel
      )
    }
    return held(by: value)
  }

  private func ends(
    _ value: Double,
    _ interval: (low: Double, high: Double, level: Double)
  ) -> FigureJudge.Judgement {
    let isCeiling = rule.comparison.isCeiling
    let (worse, better) = isCeiling ? (interval.high, interval.low) : (interval.low, interval.high)
    if rule.comparison.holds(worse, rule.bound) {
      var judgement = held(by: worse)
      judgement.probability = probability(value, worse, level: interval.level)
      return judgement
    }
    guard rule.comparison.holds(better, rule.bound) else {
      return .init(
        outcome: .fail,
        reason: "the whole interval lies beyond the bound",
        step: .improveModel
      )
    }
    let reason = "the interval crosses the bound: too few items to tell"
    return .init(outcome: .insufficient, reason: reason, step: again)
  }

  private func held(by value: Double) -> FigureJudge.Judgement {
    guard let margin = rule.warnMargin, abs(rule.bound - value) < margin else {
      return .init(outcome: .pass, reason: "the bound is held")
    }
    return .init(
      outcome: .warn,
      reason: "the bound is held, but by less than the margin of \(decimal(margin))"
    )
  }

  /// How likely such a figure is where the true one lies on the bound.
  private func probability(_ value: Double, _ worse: Double, level: Double) -> Double {
    let error = abs(worse - value) / NormalQuantile.upper((1 - level) / 2)
    guard error > 0 else { return 0 }
    return NormalQuantile.tail(above: abs(rule.bound - value) / error)
  }
}
