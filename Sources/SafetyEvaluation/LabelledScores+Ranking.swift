extension LabelledScores {
  /// The probability that a text with the label scores above one without, ties counting half.
  ///
  /// The area under the ROC curve, as the statistic of Mann and Whitney; nil unless both kinds are
  /// there.
  package var rocAUC: Double? {
    guard positives > 0, negatives > 0 else { return nil }
    var won = 0.0
    var negativesBelow = negatives
    for tie in ties {
      negativesBelow -= tie.negatives
      won += Double(tie.positives) * (Double(negativesBelow) + Double(tie.negatives) / 2)
    }
    return won / (Double(positives) * Double(negatives))
  }

  /// The mean precision over the steps of recall, without interpolation; nil without positives.
  package var averagePrecision: Double? {
    guard positives > 0 else { return nil }
    var sum = 0.0
    var taken = 0
    var found = 0
    for tie in ties {
      taken += tie.count
      found += tie.positives
      sum += Double(tie.positives) * Double(found) / Double(taken)
    }
    return sum / Double(positives)
  }

  /// What a threshold makes of the texts; one with exactly that score is flagged.
  package func confusion(threshold: Double) -> ConfusionTable {
    var table = ConfusionTable()
    for (score, truth) in zip(scores, truths) {
      table.add(flagged: score >= threshold, truth: truth)
    }
    return table
  }
}
