import Diagnostics

/// From a classifier's raw value to a calibrated score, along straight lines between points.
///
/// Only multiplications, additions and one division are used, so that every machine gives the
/// same score; an exponential function would differ in its last digits from library to library.
package struct LinearCurve: Sendable, Hashable {
  /// Raw values, ascending.
  private let values: [Double]
  /// Scores from 0 to 1, never descending.
  private let scores: [Double]

  /// Takes points, or returns nil where they describe no such curve.
  package init?(values: [Double], scores: [Double]) {
    guard values.count == scores.count, 2...256 ~= values.count else { return nil }
    guard zip(values, values.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    guard zip(scores, scores.dropFirst()).allSatisfy({ $0 <= $1 }) else { return nil }
    guard values.allSatisfy(\.isFinite), scores.allSatisfy({ 0...1 ~= $0 }) else { return nil }
    self.values = values
    self.scores = scores
  }

  /// The score of a raw value; those beyond the ends have the scores of the ends.
  package func score(_ value: Double) -> Double {
    guard value > values[0] else { return scores[0] }
    guard value < values[values.count - 1] else { return scores[scores.count - 1] }
    var low = 0
    var high = values.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if values[middle] <= value { low = middle } else { high = middle }
    }
    let share = (value - values[low]) / (values[high] - values[low])
    return scores[low] + share * (scores[high] - scores[low])
  }
}
