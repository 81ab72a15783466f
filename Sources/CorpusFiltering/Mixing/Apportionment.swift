/// Whole numbers in given proportions, without rounding on the way.
package enum Apportionment {
  /// Divides a total in proportion to weights by the method of the largest remainder.
  ///
  /// Each part is its exact value rounded down or up, and the parts add up to the total; of equal
  /// remainders the first is rounded up.
  ///
  /// - Parameters:
  ///   - total: Not below zero.
  ///   - weights: Not below zero, at least one above; their sum fits into 62 bits.
  /// - Returns: A part for each weight.
  package static func parts(of total: Int, by weights: [Int]) -> [Int] {
    let sum = weights.reduce(0, +)
    precondition(total >= 0 && sum > 0, "nothing to divide by")
    let divided = weights.map { scaled(total, by: $0, over: sum) }
    var parts = divided.map(\.quotient)
    let missing = total - parts.reduce(0, +)
    let order = divided.indices.sorted {
      (divided[$1].remainder, $0) < (divided[$0].remainder, $1)
    }
    for index in order.prefix(missing) { parts[index] += 1 }
    return parts
  }

  /// The largest total of which no part passes its limit.
  ///
  /// - Parameters:
  ///   - limits: Of each part, not below zero.
  ///   - weights: As of `parts(of:by:)`; a part without weight has no say.
  /// - Returns: A total that fits into 62 bits.
  package static func largestTotal(within limits: [Int], by weights: [Int]) -> Int {
    let sum = weights.reduce(0, +)
    let most = Int.max >> 1
    return zip(limits, weights).reduce(most) { least, part in
      guard part.1 > 0 else { return least }
      let wide = part.0.multipliedFullWidth(by: sum)
      // A quotient that leaves 63 bits bounds nothing.
      let fits = wide.high < part.1 >> 1 || (wide.high == 0 && wide.low <= UInt(Int.max))
      guard fits else { return least }
      return min(least, part.1.dividingFullWidth(wide).quotient)
    }
  }

  /// `number × factor ÷ divisor`, where the factor is not above the divisor or the result fits.
  package static func scaled(
    _ number: Int,
    by factor: Int,
    over divisor: Int
  ) -> (quotient: Int, remainder: Int) {
    divisor.dividingFullWidth(number.multipliedFullWidth(by: factor))
  }
}
