import Glibc
import SafetyCore

/// Where the share behind a count may lie, at a stated confidence.
package struct BinomialInterval: Sendable, Hashable {
  package let lower: Double
  package let upper: Double

  /// The exact interval of Clopper and Pearson, never narrower than it says.
  ///
  /// - Parameters:
  ///   - part: How often it was so.
  ///   - whole: How often one looked.
  ///   - confidence: Over 0 and below 1.
  /// - Returns: Nil where nobody looked, for counts or a confidence out of range: unknown.
  package static func clopperPearson(
    _ part: Int,
    of whole: Int,
    confidence: Double = 0.95
  ) -> BinomialInterval? {
    guard let error = error(part, whole, confidence) else { return nil }
    var (lower, upper) = (0.0, 1.0)
    if part > 0 {
      guard
        let bound = IncompleteBeta.quantile(error, Double(part), Double(whole - part + 1))
      else { return nil }
      lower = bound
    }
    if part < whole {
      guard
        let bound = IncompleteBeta.quantile(1 - error, Double(part + 1), Double(whole - part))
      else { return nil }
      upper = bound
    }
    return BinomialInterval(lower: lower, upper: upper)
  }

  /// The interval of Wilson, right on average and narrower than the exact one.
  ///
  /// - Parameters:
  ///   - part: How often it was so.
  ///   - whole: How often one looked.
  ///   - confidence: Over 0 and below 1.
  /// - Returns: Nil as for `clopperPearson`.
  package static func wilson(
    _ part: Int,
    of whole: Int,
    confidence: Double = 0.95
  ) -> BinomialInterval? {
    guard let error = error(part, whole, confidence) else { return nil }
    let z = NormalQuantile.upper(error)
    let n = Double(whole)
    let share = Double(part) / n
    let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    let reach = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    return BinomialInterval(
      lower: part == 0 ? 0 : max(0, middle - reach),
      upper: part == whole ? 1 : min(1, middle + reach)
    )
  }

  /// The probability that each end may be wrong.
  private static func error(_ part: Int, _ whole: Int, _ confidence: Double) -> Double? {
    guard whole > 0, part >= 0, part <= whole, confidence > 0, confidence < 1 else { return nil }
    return (1 - confidence) / 2
  }
}
