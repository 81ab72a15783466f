import SafetyCore

/// A figure over several seeds: its mean, and where the mean of very many seeds may lie.
package struct SeedInterval: Sendable, Hashable {
  package let seeds: Int
  package let mean: Double
  /// The standard deviation of a figure from seed to seed.
  package let deviation: Double
  /// The interval of Student's t at 95%; as wide as nothing where all seeds agree.
  package let lower: Double
  package let upper: Double
  package let lowest: Double
  package let highest: Double

  /// Summarises the figure of each seed, in any order; nil for fewer than two and for no numbers.
  ///
  /// - Parameters:
  ///   - values: One a seed.
  ///   - bounds: Where every value of the figure lies, which its interval does not leave; nil for anywhere.
  package init?(_ values: [Double], within bounds: ClosedRange<Double>? = nil) {
    guard values.count > 1, values.allSatisfy(\.isFinite), let lowest = values.min(),
      let highest = values.max(),
      let reach = StudentQuantile.upper(0.025, degrees: values.count - 1)
    else { return nil }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let isSame = lowest == highest
    seeds = values.count
    self.mean = isSame ? lowest : mean
    deviation = isSame ? 0 : (squares / (count - 1)).squareRoot()
    let width = reach * deviation / count.squareRoot()
    lower = max(self.mean - width, bounds?.lowerBound ?? -.infinity)
    upper = min(self.mean + width, bounds?.upperBound ?? .infinity)
    self.lowest = lowest
    self.highest = highest
  }
}
