import SafetyCore

/// Curves of calibration and ROC from scores in bins.
struct ScoreCurve {
  /// What is found from a score on.
  struct Point: Sendable, Hashable {
    var hits: Int
    var alarms: Int
  }

  private let bins: [Int: ScoreSpread.Bin]
  let positives: Int
  let negatives: Int

  init(_ spread: ScoreSpread) {
    bins = spread.bins
    positives = bins.values.reduce(0) { $0 + $1.positives }
    negatives = bins.values.reduce(0) { $0 + $1.negatives }
  }

  /// Positive and negative texts in a bin and above.
  func point(from bin: Int) -> Point {
    bins.reduce(into: Point(hits: 0, alarms: 0)) { point, entry in
      guard entry.key >= bin else { return }
      point.hits += entry.value.positives
      point.alarms += entry.value.negatives
    }
  }

  /// False alarms and recall at every threshold, from the highest down; empty where a side is empty.
  var roc: [(x: Double, y: Double)] {
    guard positives > 0, negatives > 0 else { return [] }
    return (0...ScoreSpread.binCount).reversed().map { bin in
      let point = point(from: bin)
      return (Double(point.alarms) / Double(negatives), Double(point.hits) / Double(positives))
    }
  }

  /// Mean score, share of positive texts and texts of each tenth that has any.
  var calibration: [(score: Double, share: Double, count: Int)] {
    let width = ScoreSpread.binCount / 10
    return (0..<10).compactMap { tenth in
      let own = bins.filter { $0.key / width == tenth }.map(\.value)
      let count = own.reduce(0) { $0 + $1.count }
      guard count > 0 else { return nil }
      let score = Double(own.reduce(0) { $0 + $1.millionths }) / 1_000_000 / Double(count)
      return (score, Double(own.reduce(0) { $0 + $1.positives }) / Double(count), count)
    }
  }

  /// The mean distance between score and share over tenths, weighted by texts; nil without texts.
  var calibrationError: Double? {
    let whole = positives + negatives
    guard whole > 0 else { return nil }
    return calibration.reduce(0) {
      $0 + abs($1.score - $1.share) * Double($1.count) / Double(whole)
    }
  }
}
