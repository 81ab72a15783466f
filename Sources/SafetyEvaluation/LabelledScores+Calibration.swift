extension LabelledScores {
  /// How far probabilities lie from frequencies on average: expected calibration error.
  ///
  /// Texts are cut by score into bins of equal size, the lower ones taking what does not divide.
  /// Texts of one score count as their mean, so that their order in the input changes nothing.
  /// - Parameter bins: How many, 15 in most papers; no more than there are texts.
  /// - Returns: The mean over bins of |mean score − share with the label|, weighted by size; nil
  ///   for fewer than one bin.
  package func calibrationError(bins: Int = 15) -> Double? {
    guard bins > 0 else { return nil }
    return calibrationBins(bins).reduce(0) { sum, bin in
      sum + abs(bin.meanScore - bin.positiveShare) * Double(bin.count) / Double(count)
    }
  }

  /// The bins of `calibrationError`, from the lowest scores to the highest.
  package func calibrationBins(_ wanted: Int = 15) -> [CalibrationBin] {
    let number = min(max(1, wanted), count)
    var bins: [CalibrationBin] = []
    var filling = CalibrationBin()
    for tie in ties.reversed() {
      var left = tie.count
      while left > 0 {
        let size = count / number + (bins.count < count % number ? 1 : 0)
        let part = min(left, size - filling.count)
        let share = Double(tie.positives) / Double(tie.count)
        filling.add(part, score: tie.score, positiveShare: share)
        left -= part
        guard filling.count == size else { continue }
        bins.append(filling)
        filling = CalibrationBin()
      }
    }
    return bins
  }
}
