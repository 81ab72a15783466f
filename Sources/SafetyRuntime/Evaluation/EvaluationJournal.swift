import AuditLog
import SafetyCore
import SafetyEvaluation

/// What an audit log holds of one run of evaluations.
struct EvaluationJournal {
  /// The events of one benchmark.
  struct Entry {
    var begin: EvaluationBegin
    var items: [EvaluationItem] = []
    var metrics: [MetricEvent] = []
    var end: EvaluationEnd?
  }

  /// By benchmark.
  private(set) var entries: [String: Entry] = [:]
  /// Whether the log has any event of the run's name, of evaluations or else.
  private(set) var isTaken = false

  /// Reads the run's events; none where the log has not heard of it.
  ///
  /// - Throws: An `event/…` diagnostic for an event of another shape.
  init(of run: String, in log: AuditLog) throws {
    var entries: [String: Entry] = [:]
    var isTaken = false
    try log.events(of: run) { event in
      isTaken = true
      switch event.kind {
      case EvaluationBegin.kind:
        let begin: EvaluationBegin = try event.decode()
        entries[begin.benchmark] = Entry(begin: begin)
      case EvaluationItem.kind:
        let item: EvaluationItem = try event.decode()
        entries[item.benchmark]?.items.append(item)
      case MetricEvent.kind:
        let metric: MetricEvent = try event.decode()
        entries[metric.benchmark]?.metrics.append(metric)
      case EvaluationEnd.kind:
        let end: EvaluationEnd = try event.decode()
        entries[end.benchmark]?.end = end
      default: break
      }
    }
    self.entries = entries
    self.isTaken = isTaken
  }

  var isEmpty: Bool { entries.isEmpty }

  /// Whether nothing of a benchmark is left to run.
  func hasEnded(_ benchmark: String) -> Bool { entries[benchmark]?.end != nil }

  /// The result of a benchmark: what the log has where it has ended, else what is made now.
  ///
  /// - Parameters:
  ///   - benchmark: Its id.
  ///   - make: Goes on behind the items that the log has; nil where it has not heard of the benchmark.
  /// - Returns: What `make` returns, nil where it was cancelled.
  /// - Throws: What `make` throws; `evaluate/nothing-scored` for an end without a figure.
  func result(
    of benchmark: String,
    orMake make: ([EvaluationItem]?) async throws -> EvaluationResult?
  ) async throws -> EvaluationResult? {
    guard let entry = entries[benchmark], let end = entry.end else {
      return try await make(entries[benchmark]?.items)
    }
    let figures = entry.metrics.compactMap { EvaluationFigure($0) }
    guard !figures.isEmpty else {
      let lacks = entry.items.compactMap { ItemOutcome($0).lack }
      throw EvaluationRunner.nothingScored(benchmark, items: end.items, lacks: lacks)
    }
    return EvaluationResult(
      benchmark: benchmark,
      subject: entry.begin.subject,
      items: end.items,
      unscored: end.unscored,
      figures: figures
    )
  }
}
