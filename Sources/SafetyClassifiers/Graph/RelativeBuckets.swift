/// Which row of the table of distances belongs to a distance between query and key.
///
/// Near distances have rows of their own; beyond, rows stand for ever longer stretches, in steps of
/// a logarithm. Computed in 32-bit floats, as it was in training, so that the steps fall alike.
package struct RelativeBuckets: Sendable, Hashable {
  /// Half the rows of the table; the row of distance zero.
  package let span: Int
  /// By distance, never negative.
  private let steps: [Int]

  /// Computes the steps of all distances below a length.
  package init(_ configuration: DisentangledConfiguration, length: Int) {
    span = configuration.span
    guard let buckets = configuration.buckets else {
      steps = Array(0..<length)
      return
    }
    let middle = buckets / 2
    let whole = Self.logarithm(Float(configuration.maximumDistance - 1) / Float(middle))
    steps = (0..<length).map { distance in
      guard distance > middle else { return distance }
      let share = Self.logarithm(Float(distance) / Float(middle)) / whole * Float(middle - 1)
      return Int(share.rounded(.up)) + middle
    }
  }

  private static func logarithm(_ ratio: Float) -> Float {
    Float(Logistic.logarithm(Double(ratio)))
  }

  /// The row for a query `distance` tokens behind its key; negative before it.
  package func row(_ distance: Int) -> Int {
    let step = distance < 0 ? -steps[-distance] : steps[distance]
    return min(max(span + step, 0), 2 * span - 1)
  }
}
