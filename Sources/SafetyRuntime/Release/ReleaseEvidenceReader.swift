import AuditLog
import Diagnostics
import ReleaseGate
import SafetyCore

/// Gathers from an audit log all that a release policy asks about.
struct ReleaseEvidenceReader {
  let log: AuditLog
  let policy: ReleasePolicy

  /// Figures, evaluations, filter runs and comparisons, in the order of the log.
  ///
  /// - Throws: An `event/…` diagnostic for an event of another shape: such a log decides nothing.
  func read(into evidence: inout ReleaseEvidence) throws {
    evidence.evaluations = try evaluations()
    evidence.figures = try figures(evidence.evaluations)
    evidence.filterRuns = try filterRuns()
    evidence.pairings = try pairings(evidence)
  }

  private var benchmarks: Set<String> {
    var names = Set(policy.rules.map(\.benchmark))
    for check in policy.checks {
      if case .evaluations(let more) = check.requirement { names.formUnion(more) }
    }
    return names
  }

  private func evaluations() throws -> [ReleaseEvidence.Evaluation] {
    let benchmarks = benchmarks
    var begun: [(seq: Int, begin: EvaluationBegin)] = []
    var ended: [EvaluationKey: (seq: Int, end: EvaluationEnd)] = [:]
    try log.events(of: nil, kind: EvaluationBegin.kind) { event in
      let begin: EvaluationBegin = try event.decode()
      if benchmarks.contains(begin.benchmark) { begun.append((event.seq, begin)) }
    }
    try log.events(of: nil, kind: EvaluationEnd.kind) { event in
      let end: EvaluationEnd = try event.decode()
      ended[EvaluationKey(run: end.run, benchmark: end.benchmark)] = (event.seq, end)
    }
    return try begun.map { seq, begin in
      let end = ended[EvaluationKey(run: begin.run, benchmark: begin.benchmark)]
      let items = try items(of: begin)
      return ReleaseEvidence.Evaluation(
        begin: begin,
        seq: seq,
        recorded: items.size,
        end: end?.end,
        endSeq: end?.seq,
        rootHolds: items.root == end?.end.itemsRoot
      )
    }
  }

  /// The tree over the items' bodies without their times.
  private func items(of begin: EvaluationBegin) throws -> MerkleRange {
    var tree = MerkleRange()
    try log.events(of: begin.run, kind: EvaluationItem.kind) { event in
      guard let members = try CanonicalValue(parsing: event.body).members,
        members["benchmark"] == .string(begin.benchmark)
      else { return }
      tree.append(EvaluationItem.leaf(of: members))
    }
    return tree
  }

  private func figures(
    _ evaluations: [ReleaseEvidence.Evaluation]
  ) throws -> [ReleaseEvidence.Figure] {
    let benchmarks = benchmarks
    var found: [(event: AuditEvent, metric: MetricEvent)] = []
    try log.events(of: nil, kind: MetricEvent.kind) { event in
      let metric: MetricEvent = try event.decode()
      if benchmarks.contains(metric.benchmark) { found.append((event, metric)) }
    }
    return try found.map { event, metric in
      ReleaseEvidence.Figure(
        seq: event.seq,
        seconds: UTCTime.seconds(event.time),
        event: metric,
        isProved: try log.proveInclusion(of: event.seq).problem() == nil,
        evaluation: evaluations.last { $0.run == metric.run && $0.benchmark == metric.benchmark }
      )
    }
  }

  private func filterRuns() throws -> [ReleaseEvidence.FilterRun] {
    var runs: [ReleaseEvidence.FilterRun] = []
    try log.events(of: nil, kind: RunBegin.kind) { event in
      let begin: RunBegin = try event.decode()
      guard begin.command == "filter" else { return }
      runs.append(
        ReleaseEvidence.FilterRun(
          seq: event.seq,
          run: begin.run,
          acting: begin.acting,
          inputs: begin.inputs.count,
          shards: 0,
          isEnded: false
        )
      )
    }
    for index in runs.indices {
      var shards: Set<Int> = []
      try log.events(of: runs[index].run, kind: RunShard.kind) { event in
        shards.insert(try event.decode(as: RunShard.self).shard)
      }
      runs[index].shards = shards.count
      try log.events(of: runs[index].run, kind: RunEnd.kind) { _ in runs[index].isEnded = true }
    }
    return runs
  }

  /// Comparisons item by item, of the latest figures that rules with such a baseline are about.
  private func pairings(_ evidence: ReleaseEvidence) throws -> [ReleaseEvidence.Pairing] {
    var figures = PairedFigures(log: log)
    return try PairedComparison.all(of: policy, on: evidence).compactMap { comparison in
      try figures.pairing(comparison)
    }
  }
}

/// One benchmark within a run.
private struct EvaluationKey: Hashable {
  var run: String
  var benchmark: String
}
