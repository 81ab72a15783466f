import AuditLog
import ReleaseGate
import SafetyCore

/// Compares evaluations of one benchmark item by item, from the items on record.
struct PairedFigures {
  /// A figure and the score of an item that it is the mean of.
  private struct Key: Hashable {
    let seq: Int
    let score: String
  }

  private let log: AuditLog
  /// Scores by item of what was read already, so that rules on one figure read it once.
  private var known: [Key: [String: Double]] = [:]

  init(log: AuditLog) { self.log = log }

  /// The mean difference with a normal interval, or nil where fewer than two items have the score, or
  /// a figure is not the mean of its items' scores.
  mutating func pairing(_ comparison: PairedComparison) throws -> ReleaseEvidence.Pairing? {
    let rule = comparison.rule
    let now = try scores(comparison.figure, comparison.score)
    let then = try scores(comparison.baseline, comparison.score)
    let differences = now.keys.sorted().compactMap { item -> Double? in
      guard let a = now[item], let b = then[item] else { return nil }
      return a - b
    }
    guard differences.count > 1 else { return nil }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / (count - 1) / count).squareRoot()
    let width = NormalQuantile.upper((1 - rule.confidence) / 2) * error
    return ReleaseEvidence.Pairing(
      rule: rule.id,
      seq: comparison.figure.seq,
      baselineSeq: comparison.baseline.seq,
      count: differences.count,
      difference: mean,
      low: mean - width,
      high: mean + width
    )
  }

  private mutating func scores(
    _ figure: ReleaseEvidence.Figure,
    _ score: String
  ) throws -> [String: Double] {
    let key = Key(seq: figure.seq, score: score)
    if let scores = known[key] { return scores }
    let scores = try read(figure.event, score)
    known[key] = scores
    return scores
  }

  /// Scores by item; none where the figure is not their mean.
  private func read(_ metric: MetricEvent, _ score: String) throws -> [String: Double] {
    var scores: [String: Double] = [:]
    try log.events(of: metric.run, kind: EvaluationItem.kind) { event in
      let item: EvaluationItem = try event.decode()
      guard item.benchmark == metric.benchmark,
        metric.slice.allSatisfy({ item.groups[$0.key] == $0.value })
      else { return }
      scores[item.item] = item.scores[score].flatMap { Double($0) }
    }
    let mean = scores.values.reduce(0, +) / Double(max(1, scores.count))
    // A figure of another kind is no mean of this score, and its difference no mean of differences.
    guard let value = Double(metric.value), abs(mean - value) < 1e-4 else { return [:] }
    return scores
  }
}
