import SafetyCore

/// Cuts the values of a rule into fixed bins, the same on every machine and in every run.
package enum HistogramScale: Sendable, Hashable {
  /// 0 and 1.
  case flags
  /// Fifty equal bins over 0 to 1.
  case shares
  /// One bin below one, then four bins an octave up to 2³².
  case counts

  init(_ quantity: RuleDescriptor.Quantity) {
    switch quantity {
    case .flag: self = .flags
    case .share, .score: self = .shares
    case .count, .length: self = .counts
    }
  }

  package var binCount: Int {
    switch self {
    case .flags: 2
    case .shares: 50
    case .counts: 129
    }
  }

  /// The bin of a value that is a number; values outside the scale fall into its end bins.
  package func bin(of value: Double) -> Int {
    switch self {
    case .flags: return value > 0 ? 1 : 0
    case .shares:
      guard value > 0 else { return 0 }
      guard value < 1 else { return 49 }
      // The product may be rounded across an edge; thresholds such as 0.58 lie on edges.
      let guess = min(Int(value * 50), 49)
      return guess < 49 && value >= Double(guess + 1) / 50 ? guess + 1 : guess
    case .counts:
      guard value >= 1 else { return 0 }
      guard value < 4_294_967_296 else { return 128 }
      // The exponent and the two highest bits of the fraction: a logarithm without rounding.
      let bits = value.bitPattern
      return 1 + (Int(bits >> 52) - 1023) * 4 + Int((bits >> 50) & 3)
    }
  }

  /// The smallest value of a bin.
  package func lowerEdge(of bin: Int) -> Double {
    switch self {
    case .flags: return Double(bin)
    case .shares: return Double(bin) / 50
    case .counts:
      guard bin > 0 else { return 0 }
      let octave = Double(UInt64(1) << UInt64((bin - 1) / 4))
      return octave * (1 + Double((bin - 1) % 4) / 4)
    }
  }
}
