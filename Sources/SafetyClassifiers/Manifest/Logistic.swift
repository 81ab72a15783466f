/// The logistic function of arithmetic alone, so that every machine gives the same bits.
///
/// An exponential function of the system differs in its last digits from library to library and
/// from CPU to CPU.
package enum Logistic {
  private static let ln2High = 0x1.62e42fee00000p-1
  private static let ln2Low = 0x1.a39ef35793c76p-33
  /// 1/n!, the highest first; beyond, a term adds nothing to a double below ln 2 / 2.
  private static let reciprocals: [Double] = {
    var factorial = 1.0
    var terms = [1.0]
    for n in 1...14 {
      factorial *= Double(n)
      terms.append(1 / factorial)
    }
    return terms.reversed()
  }()

  /// The number e to the power of x.
  package static func exponential(_ x: Double) -> Double {
    guard x > -745 else { return x.isNaN ? x : 0 }
    guard x < 709 else { return .infinity }
    let power = (x / (ln2High + ln2Low)).rounded()
    let rest = (x - power * ln2High) - power * ln2Low
    let value = reciprocals.reduce(0) { $0 * rest + $1 }
    return Double(sign: .plus, exponent: Int(power), significand: value)
  }

  /// The natural logarithm; minus infinity for zero.
  package static func logarithm(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return x == 0 ? -.infinity : x }
    var (exponent, significand) = (Int(x.exponent), x.significand)
    if significand > 1.414 {
      significand /= 2
      exponent += 1
    }
    let ratio = (significand - 1) / (significand + 1)
    let square = ratio * ratio
    var sum = 0.0
    for n in stride(from: 27, through: 1, by: -2) { sum = sum * square + 1 / Double(n) }
    return Double(exponent) * ln2High + (Double(exponent) * ln2Low + 2 * ratio * sum)
  }

  /// The probability of log-odds.
  package static func probability(_ logOdds: Double) -> Double {
    // The exponential of a negative number cannot overflow.
    let tail = exponential(-abs(logOdds))
    return (logOdds < 0 ? tail : 1) / (1 + tail)
  }
}
