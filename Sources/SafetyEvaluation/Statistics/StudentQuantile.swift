/// Quantiles of Student's t, for means of few values.
package enum StudentQuantile {
  /// The t above which a share of the distribution lies.
  ///
  /// - Parameters:
  ///   - tail: Over 0 and below a half.
  ///   - degrees: Of freedom, one or more.
  /// - Returns: Nil for arguments out of range.
  package static func upper(_ tail: Double, degrees: Int) -> Double? {
    let count = Double(degrees)
    // |t| is over q as often as count / (count + t²) of a beta distribution is below its quantile.
    return IncompleteBeta.quantile(2 * tail, count / 2, 0.5).map {
      (count * (1 - $0) / $0).squareRoot()
    }
  }
}
