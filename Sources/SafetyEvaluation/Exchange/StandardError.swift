import SafetyCore

/// The interval that a standard error stands for, and back.
enum StandardError {
  /// Of the 95% of a normal distribution.
  private static let reach = NormalQuantile.upper(0.025)

  /// The interval around a value; nil for an error that is none.
  ///
  /// An error of zero is one of items that all came out alike, however few: it would pass for certainty.
  static func interval(_ value: Double, _ error: Double) -> MetricEvent.Interval? {
    guard value.isFinite, error.isFinite, error > 0 else { return nil }
    return MetricEvent.Interval(
      low: decimal(value - reach * error),
      high: decimal(value + reach * error),
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
