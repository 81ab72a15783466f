/// How one label's probability is read off a row of a model's outputs.
struct LabelReadout: Sendable {
  /// The outputs that compete; nil for one on its own.
  let rivals: Range<Int>?
  /// The outputs that speak for the label.
  let voices: Range<Int>
  let calibration: LabelCalibration
  /// By what the odds are multiplied for texts that have the label more or less often.
  let oddsRatio: Double

  /// The calibrated probability.
  func probability(_ outputs: UnsafeBufferPointer<Float>) -> Float {
    let probability = calibration.probability(logOdds(outputs))
    guard oddsRatio != 1 else { return Float(probability) }
    let odds = probability * oddsRatio
    return Float(odds / (odds + (1 - probability)))
  }

  private func logOdds(_ outputs: UnsafeBufferPointer<Float>) -> Double {
    guard let rivals else { return Double(outputs[voices.lowerBound]) }
    var highest = -Float.infinity
    for output in rivals { highest = max(highest, outputs[output]) }
    var (speaking, silent) = (0.0, 0.0)
    for output in rivals {
      let weight = Logistic.exponential(Double(outputs[output]) - Double(highest))
      if voices.contains(output) { speaking += weight } else { silent += weight }
    }
    return Logistic.logarithm(speaking) - Logistic.logarithm(silent)
  }
}
