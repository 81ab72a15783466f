import SafetyCore

/// One figure of an evaluation, of the whole set or of a slice.
package struct EvaluationFigure: Sendable, Hashable {
  package var metric: String
  /// By dimension; empty for the whole set.
  package var slice: [String: String]
  package var estimate: MetricEstimate
  package var direction: MetricEvent.Direction
  /// The best value where `direction` is `target`.
  package var target: Double?

  init(
    metric: String,
    slice: [String: String],
    estimate: MetricEstimate,
    direction: MetricEvent.Direction,
    target: Double?
  ) {
    self.metric = metric
    self.slice = slice
    self.estimate = estimate
    self.direction = direction
    self.target = target
  }

  /// The figure as an event of the audit log.
  func event(
    run: String,
    benchmark: String,
    subject: EvaluationSubject
  ) -> MetricEvent {
    MetricEvent(
      run: run,
      benchmark: benchmark,
      metric: metric,
      slice: slice,
      value: decimal(estimate.value),
      interval: estimate.range.map {
        MetricEvent.Interval(
          low: decimal($0.low),
          high: decimal($0.high),
          level: "0.95",
          method: $0.method
        )
      },
      count: estimate.count,
      direction: direction,
      target: target.map { decimal($0) },
      subject: subject
    )
  }
}

extension EvaluationFigure {
  /// Reads a figure back from the audit log; nil where its value is no number.
  package init?(_ event: MetricEvent) {
    guard let value = Double(event.value) else { return nil }
    let range = event.interval.flatMap { interval -> MetricEstimate.Range? in
      guard let low = Double(interval.low), let high = Double(interval.high) else { return nil }
      return .init(low: low, high: high, method: interval.method)
    }
    self.init(
      metric: event.metric,
      slice: event.slice,
      estimate: MetricEstimate(value: value, range: range, count: event.count),
      direction: event.direction,
      target: event.target.flatMap { Double($0) }
    )
  }
}
