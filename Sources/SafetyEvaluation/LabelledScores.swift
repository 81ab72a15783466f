/// Scores of a label beside the truth about it: what every metric is computed from.
///
/// Values of this type are never empty and hold no score that is not a number, so that a metric
/// need not decide what to make of them.
package struct LabelledScores: Sendable, Hashable {
  package let scores: [Double]
  /// Whether each text has the label.
  package let truths: [Bool]
  package let positives: Int

  package var count: Int { scores.count }
  package var negatives: Int { count - positives }

  /// Pairs scores with truths.
  ///
  /// - Returns: Nil for unequal counts, for none, and where a score is infinite or no number:
  ///   unknown is never counted as clean.
  package init?(scores: [Double], truths: [Bool]) {
    guard scores.count == truths.count, !scores.isEmpty else { return nil }
    guard scores.allSatisfy(\.isFinite) else { return nil }
    self.scores = scores
    self.truths = truths
    positives = truths.count { $0 }
  }

  /// The pairs that a mask of the same length selects; nil where it selects none.
  package func selecting(_ mask: [Bool]) -> LabelledScores? {
    guard mask.count == count else { return nil }
    let chosen = mask.indices.filter { mask[$0] }
    return LabelledScores(scores: chosen.map { scores[$0] }, truths: chosen.map { truths[$0] })
  }

  /// Texts of equal score, counted, from the highest score to the lowest; O(n log n).
  var ties: [ScoreTie] {
    var ties: [ScoreTie] = []
    for index in scores.indices.sorted(by: { scores[$0] > scores[$1] }) {
      if ties.last?.score != scores[index] { ties.append(ScoreTie(score: scores[index])) }
      ties[ties.count - 1].count += 1
      if truths[index] { ties[ties.count - 1].positives += 1 }
    }
    return ties
  }
}
