/// The difference of two shares of the same items, with an interval that holds for few of them and
/// for shares of all or none.
///
/// Newcombe's method 10 for paired data (Newcombe 1998, "Improved confidence intervals for the difference
/// between binomial proportions based on paired data"): Wilson's intervals of both shares, and how far the
/// shares go together.
package struct PairedProportions: Sendable, Hashable {
  package let value: Double
  package let lower: Double
  package let upper: Double

  /// Counts nothing where there are no items: nil.
  ///
  /// - Parameters:
  ///   - both: Items that hold in both runs.
  ///   - lost: Items that hold in the first run alone.
  ///   - gained: Items that hold in the second run alone.
  ///   - neither: Items that hold in none.
  package init?(both: Int, lost: Int, gained: Int, neither: Int) {
    let count = both + lost + gained + neither
    guard let first = BinomialInterval.wilson(both + lost, of: count),
      let second = BinomialInterval.wilson(both + gained, of: count)
    else { return nil }
    let (before, after) = (
      Double(both + lost) / Double(count), Double(both + gained) / Double(count)
    )
    let correlation = Self.correlation(both, lost, gained, neither)
    func reach(_ a: Double, _ b: Double) -> Double {
      max(0, a * a - 2 * correlation * a * b + b * b).squareRoot()
    }
    value = after - before
    lower = max(-1, value - reach(after - second.lower, first.upper - before))
    upper = min(1, value + reach(second.upper - after, before - first.lower))
  }

  /// φ with Newcombe's correction for continuity, where the runs lean to the same items.
  private static func correlation(_ both: Int, _ lost: Int, _ gained: Int, _ neither: Int)
    -> Double
  {
    let margins = [both + lost, gained + neither, both + gained, lost + neither]
    let product = margins.reduce(1.0) { $0 * Double($1) }
    guard product > 0 else { return 0 }
    var lean = Double(both) * Double(neither) - Double(lost) * Double(gained)
    if lean > 0 { lean = max(0, lean - Double(both + lost + gained + neither) / 2) }
    return lean / product.squareRoot()
  }
}
