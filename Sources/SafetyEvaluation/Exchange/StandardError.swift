import SafetyCore

/// The interval that a standard error stands for, and back.
enum StandardError {
  /// Of the 95% of a normal distribution.
  private static let reach = NormalQuantile.upper(0.025)

  /// Names of figures that lie in 0...1, in lm-eval's tasks and Inspect's scorers; of others nobody
  /// here knows it.
  private static let rates: Set<String> = [
    "acc", "acc_bytes", "acc_mutual_info", "acc_norm", "accuracy", "em", "exact_match", "f1",
    "mc1", "mc2", "pass@1", "pct_stereotype", "withheld",
  ]
  private static let endings = ["_acc", "_accuracy", "_em", "_f1", "_rate", "_share"]

  /// The interval around a value; nil for an error that is none.
  ///
  /// An error of zero is one of items that all came out alike, however few: it would pass for certainty.
  /// That of a rate ends at 0 and 1, which the normal distribution knows nothing of.
  ///
  /// - Parameters:
  ///   - value: The figure.
  ///   - error: Its standard error.
  ///   - metric: The figure's name, which tells whether it is a rate.
  /// - Returns: That of 95%.
  static func interval(
    _ value: Double,
    _ error: Double,
    of metric: String
  ) -> MetricEvent.Interval? {
    guard value.isFinite, error.isFinite, error > 0 else { return nil }
    let isRate =
      (0...1).contains(value)
      && (rates.contains(metric) || endings.contains { metric.hasSuffix($0) })
    return MetricEvent.Interval(
      low: decimal(isRate ? max(0, value - reach * error) : value - reach * error),
      high: decimal(isRate ? min(1, value + reach * error) : value + reach * error),
      level: "0.95",
      method: "normal"
    )
  }

  /// Half an interval's width in units of standard errors; nil for another level than 95%.
  static func of(_ interval: MetricEvent.Interval) -> Double? {
    guard interval.level == "0.95", let low = Double(interval.low),
      let high = Double(interval.high), high >= low
    else { return nil }
    return (high - low) / 2 / reach
  }
}
