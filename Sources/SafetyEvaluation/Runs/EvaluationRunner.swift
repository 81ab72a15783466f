import Diagnostics
import SafetyCore

/// Runs one benchmark on a model: every item goes to the audit log before the next is asked.
package struct EvaluationRunner {
  private let benchmark: PreparedBenchmark
  private let models: EvaluationModels
  private let subject: EvaluationSubject
  private let run: String
  private let hostClass: String
  private let programSHA256: Digest?
  private let sink: any DecisionSink

  /// - Parameters:
  ///   - benchmark: What is run.
  ///   - models: What is asked.
  ///   - subject: What the figures will depend on.
  ///   - run: The run's name in the log.
  ///   - hostClass: The kind of machine.
  ///   - programSHA256: Of this program's executable; nil where it is unknown.
  ///   - sink: The audit log.
  package init(
    _ benchmark: PreparedBenchmark,
    models: EvaluationModels,
    subject: EvaluationSubject,
    run: String,
    hostClass: String,
    programSHA256: Digest? = nil,
    sink: any DecisionSink
  ) {
    self.benchmark = benchmark
    self.models = models
    self.subject = subject
    self.run = run
    self.hostClass = hostClass
    self.programSHA256 = programSHA256
    self.sink = sink
  }

  /// Evaluates the items that have no outcome yet, and computes the figures.
  ///
  /// - Parameters:
  ///   - earlier: Items of the same run that the log holds already, in its order; nil where the log
  ///     has not heard of the benchmark in this run.
  ///   - isCancelled: Asked before every batch.
  ///   - progress: Is told how many items have an outcome.
  /// - Returns: The result, or nil where it was cancelled; what is done stays in the log.
  /// - Throws: What the protocol throws; `evaluate/nothing-scored` where no figure came of it, which is on
  ///   record as an end without one.
  package func run(
    earlier: [EvaluationItem]?,
    isCancelled: @Sendable () -> Bool = { false },
    progress: @Sendable (Int) -> Void = { _ in }
  ) async throws -> EvaluationResult? {
    if earlier == nil { try sink.append([begin.record], run: run, state: nil) }
    var root = MerkleRange()
    for event in earlier ?? [] { root.append(event.leaf) }
    var outcomes = (earlier ?? []).map { ItemOutcome($0) }
    let done = Set(outcomes.map(\.item))
    let open = benchmark.records.indices.filter { !done.contains(benchmark.records[$0].id) }
    let size = max(1, benchmark.method.batchSize)
    for start in stride(from: 0, to: open.count, by: size) {
      if isCancelled() { return nil }
      let events = try await evaluate(Array(open[start..<min(start + size, open.count)]))
      try sink.append(events.map(\.record), run: run, state: nil)
      for event in events {
        root.append(event.leaf)
        outcomes.append(ItemOutcome(event))
      }
      progress(outcomes.count)
    }
    return try finish(outcomes, root.root)
  }

  private var begin: EvaluationBegin {
    EvaluationBegin(
      run: run,
      benchmark: benchmark.description.id,
      subject: subject,
      hostClass: hostClass,
      items: benchmark.records.count,
      programSHA256: programSHA256
    )
  }

  private func evaluate(_ indexes: [Int]) async throws -> [EvaluationItem] {
    let start = ContinuousClock.now
    let records = indexes.map { benchmark.records[$0] }
    let verdicts = try await benchmark.method.verdicts(on: records, by: models)
    guard verdicts.count == records.count else {
      throw Diagnostic(
        "evaluate/protocol",
        "the protocol gave \(verdicts.count) verdicts on \(records.count) items"
      )
    }
    let each = (ContinuousClock.now - start) / max(1, indexes.count)
    let microseconds =
      each.components.seconds * 1_000_000
      + each.components.attoseconds / 1_000_000_000_000
    return try zip(indexes, verdicts).map { index, verdict in
      let (outcome, digest) = try benchmark.outcome(of: index, verdict)
      return outcome.event(
        run: run,
        benchmark: benchmark.description.id,
        inputSHA256: digest,
        microseconds: Int(microseconds)
      )
    }
  }

  /// The error about a benchmark that ended without a figure.
  ///
  /// - Parameters:
  ///   - benchmark: Its id.
  ///   - items: How many there are.
  ///   - lacks: Why an item tells nothing, for each that does not.
  /// - Returns: The error: that no item has a score, with the reasons, or that no metric could be computed
  ///   from those that have one.
  package static func nothingScored(
    _ benchmark: String,
    items: Int,
    lacks: [String]
  ) -> Diagnostic {
    let reasons = Set(lacks).sorted().joined(separator: ", ")
    let scored = items - lacks.count
    guard scored > 0 else {
      return Diagnostic(
        "evaluate/nothing-scored",
        "none of the \(items) items of `\(benchmark)` gave a score",
        hint: reasons.isEmpty ? nil : "each of them: \(reasons)"
      )
    }
    let others = lacks.isEmpty ? "" : "; \(lacks.count) gave no score: \(reasons)"
    return Diagnostic(
      "evaluate/nothing-scored",
      "\(scored) of \(items) items of `\(benchmark)` gave a score, but no metric could be computed from "
        + "them",
      hint: "its metrics ask for groups or classes that none of these items is in: take more items"
        + others
    )
  }

  /// How the scores lie, where a classifier is what was measured.
  private func spread(_ outcomes: [ItemOutcome]) -> [DecisionRecord] {
    guard benchmark.description.method.measuresClassifier else { return [] }
    var spread = ScoreSpread(run: run, benchmark: benchmark.description.id, subject: subject)
    for outcome in outcomes where outcome.unscored == nil {
      guard let score = outcome.scores["score"], let truth = outcome.scores["positive"] else {
        continue
      }
      spread.add(score: score, isPositive: truth == 1)
    }
    return [spread.record]
  }

  /// How many items have no score, by the reason.
  private static func unscored(_ outcomes: [ItemOutcome]) -> [String: Int] {
    var counts: [String: Int] = [:]
    for outcome in outcomes {
      if let reason = outcome.unscored { counts[reason, default: 0] += 1 }
    }
    return counts
  }

  private func finish(_ outcomes: [ItemOutcome], _ root: Digest) throws -> EvaluationResult {
    let description = benchmark.description
    let unscored = Self.unscored(outcomes)
    let lacks = outcomes.compactMap(\.lack)
    let figures =
      lacks.count == outcomes.count
      ? [] : description.metrics.flatMap { $0.figures(of: outcomes, seed: UInt64(subject.seed)) }
    let end = EvaluationEnd(
      run: run,
      benchmark: description.id,
      items: outcomes.count,
      unscored: unscored,
      itemsRoot: root
    )
    let events = figures.map { $0.event(run: run, benchmark: description.id, subject: subject) }
    try sink.append(
      events.map(\.record) + (figures.isEmpty ? [] : spread(outcomes)) + [end.record],
      run: run,
      state: nil
    )
    guard !figures.isEmpty else {
      throw Self.nothingScored(description.id, items: outcomes.count, lacks: lacks)
    }
    return EvaluationResult(
      benchmark: description.id,
      subject: subject,
      items: outcomes.count,
      unscored: unscored,
      figures: figures
    )
  }
}
