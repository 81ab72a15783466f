import SafetyCore

/// One benchmark of one run as an audit log holds it: the beginning, the items, the figures.
package struct EvaluationRecord: Sendable, Hashable {
  package var run: String
  package var benchmark: String
  package var subject: EvaluationSubject
  /// Nil where figures were imported and nothing was run.
  package var begin: EvaluationBegin?
  /// Nil while the evaluation goes on, or when it was stopped.
  package var end: EvaluationEnd?
  /// In the order of their events.
  package var items: [EvaluationItem] = []
  /// In the order of their events.
  package var metrics: [MetricEvent] = []
  /// The time of the first event and of the last, as the log's clock gave it.
  package var started: String
  package var ended: String

  /// Begins a record whose events are still to come.
  init(run: String, benchmark: String, subject: EvaluationSubject, started: String) {
    self.run = run
    self.benchmark = benchmark
    self.subject = subject
    self.started = started
    ended = started
  }

  /// Whether its figures come from another harness, without items.
  package var isImported: Bool { begin == nil }

  /// Whether all that was announced is there; imported figures are whole by themselves.
  package var isComplete: Bool {
    guard let begin else { return !metrics.isEmpty }
    guard let end else { return false }
    return end.items == items.count && begin.items == end.items
  }

  /// Items that gave no score, whatever the reason.
  package var unscored: Int { end?.unscored.values.reduce(0, +) ?? 0 }

  /// The figures of the whole set.
  package var wholeMetrics: [MetricEvent] { metrics.filter(\.slice.isEmpty) }
}
