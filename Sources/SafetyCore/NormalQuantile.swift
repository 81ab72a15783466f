import Glibc

/// Quantiles of the standard normal distribution.
package enum NormalQuantile {
  /// The z above which a share of the distribution lies.
  ///
  /// - Parameter tail: Over 0 and below 1.
  /// - Returns: Found by halving the complementary error function, exact to the last digits.
  package static func upper(_ tail: Double) -> Double {
    var low = -40.0
    var high = 40.0
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if Self.tail(above: middle) > tail { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The share of the distribution above a z.
  package static func tail(above z: Double) -> Double { erfc(z / 2.0.squareRoot()) / 2 }
}
