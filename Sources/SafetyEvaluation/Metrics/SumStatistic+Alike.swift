import SafetyCore

/// Intervals where all draws are alike, as where all answers are right: not of no width, but as wide as
/// that many units leave open.
extension SumStatistic {
  /// - Parameter sums: Of the rows of all units.
  /// - Returns: Nil where nothing is known of the figure's distribution.
  func range(ofAlike sums: [Double]) -> MetricEstimate.Range? {
    switch recipe.kind {
    case .f1: rangeOfF1(sums)
    case .gap: rangeOfGap(sums)
    case .ambiguousBias: rangeOfAmbiguousBias(sums)
    default: nil
    }
  }

  /// F1 is 2J/(1+J) of J, the share of hits among hits, alarms and misses.
  private func rangeOfF1(_ sums: [Double]) -> MetricEstimate.Range? {
    guard
      let share = BinomialInterval.wilson(Int(sums[0]), of: Int(sums[0] + sums[1] + sums[2]))
    else { return nil }
    return .init(
      low: 2 * share.lower / (1 + share.lower),
      high: 2 * share.upper / (1 + share.upper),
      method: "wilson"
    )
  }

  /// Of two shares that are each all or none.
  private func rangeOfGap(_ sums: [Double]) -> MetricEstimate.Range? {
    func side(_ sum: Double, _ count: Double) -> IndependentDifference.Figure? {
      guard sum == 0 || sum == count,
        let share = BinomialInterval.wilson(Int(sum), of: Int(count))
      else { return nil }
      return .init(value: sum / count, lower: share.lower, upper: share.upper)
    }
    guard let first = side(sums[0], sums[1]), let second = side(sums[2], sums[3]) else {
      return nil
    }
    let gap = IndependentDifference(from: second, to: first)
    return .init(low: gap.lower, high: gap.upper, method: "newcombe")
  }

  /// Where all are right: no further from zero than the share of wrong answers may be.
  private func rangeOfAmbiguousBias(_ sums: [Double]) -> MetricEstimate.Range? {
    guard sums[0] == sums[1], let wrong = BinomialInterval.wilson(0, of: Int(sums[0])) else {
      return nil
    }
    return .init(low: -wrong.upper, high: wrong.upper, method: "wilson")
  }
}
