import AuditLog
import ReleaseGate
import SafetyCore

/// Compares two evaluations of one benchmark item by item, from the items on record.
struct PairedFigures {
  let log: AuditLog
  /// The score of an item that the figure is the mean of.
  let score: String

  /// The mean difference with a normal interval, or nil where fewer than two items have the score, or
  /// a figure is not the mean of its items' scores.
  func pairing(
    _ figure: ReleaseEvidence.Figure,
    _ baseline: ReleaseEvidence.Figure,
    level: Double
  ) throws -> ReleaseEvidence.Pairing? {
    guard let now = try scores(figure.event), let then = try scores(baseline.event) else {
      return nil
    }
    let differences = now.keys.sorted().compactMap { item -> Double? in
      guard let a = now[item], let b = then[item] else { return nil }
      return a - b
    }
    guard differences.count > 1 else { return nil }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / (count - 1) / count).squareRoot()
    let width = NormalQuantile.upper((1 - level) / 2) * error
    return ReleaseEvidence.Pairing(
      seq: figure.seq,
      baselineSeq: baseline.seq,
      count: differences.count,
      difference: mean,
      low: mean - width,
      high: mean + width
    )
  }

  private func scores(_ metric: MetricEvent) throws -> [String: Double]? {
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
    guard let value = Double(metric.value), abs(mean - value) < 1e-4 else { return nil }
    return scores
  }
}
