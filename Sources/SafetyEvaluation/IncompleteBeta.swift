import Glibc

/// The distribution function of the beta distribution and its inverse.
package enum IncompleteBeta {
  /// More steps than any count of documents needs: they grow with the root of the larger shape.
  private static let longest = 100_000

  /// I_x(a, b), the probability that a variable of shapes `a` and `b` is at most `x`.
  ///
  /// - Returns: Nil for shapes that are not above zero, and where the fraction does not settle.
  package static func value(_ x: Double, _ a: Double, _ b: Double) -> Double? {
    guard a > 0, b > 0, a.isFinite, b.isFinite, !x.isNaN else { return nil }
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let front = exp(a * log(x) + b * log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b))
    // The fraction settles fast on this side of the mean only.
    guard x > (a + 1) / (a + b + 2) else { return fraction(x, a, b).map { front * $0 / a } }
    return fraction(1 - x, b, a).map { 1 - front * $0 / b }
  }

  /// The x at which `value` is `probability`, to the last digits by halving.
  package static func quantile(_ probability: Double, _ a: Double, _ b: Double) -> Double? {
    guard probability >= 0, probability <= 1 else { return nil }
    var low = 0.0
    var high = 1.0
    // Small answers need more halvings than the 53 of a fraction near one.
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      guard let found = value(middle, a, b) else { return nil }
      if found < probability { low = middle } else { high = middle }
    }
    return low + (high - low) / 2
  }

  /// The continued fraction of Lentz's method in its modified form.
  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double? {
    func kept(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...longest {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-15 { return result }
    }
    return nil
  }

  /// Without the sign that `lgamma` leaves in a variable of the whole process.
  private static func logGamma(_ x: Double) -> Double {
    var sign: CInt = 0
    return lgamma_r(x, &sign)
  }
}
