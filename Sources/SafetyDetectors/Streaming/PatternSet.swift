/// A set of scalars.
struct PatternSet: Sendable, Equatable {
  /// By ASCII scalar.
  var low: UInt64 = 0
  var high: UInt64 = 0
  /// Ranges past ASCII.
  var ranges: [ClosedRange<UInt32>] = []
  /// Letters and digits past ASCII.
  var hasWords = false
  var isNegated = false

  mutating func insert(_ scalar: UInt32) { insert(scalar...scalar) }

  mutating func insert(_ range: ClosedRange<UInt32>) {
    for scalar in range.lowerBound..<max(range.lowerBound, min(range.upperBound + 1, 128)) {
      if scalar < 64 { low |= 1 << UInt64(scalar) } else { high |= 1 << UInt64(scalar - 64) }
    }
    if range.upperBound >= 128 { ranges.append(max(128, range.lowerBound)...range.upperBound) }
  }

  mutating func formUnion(_ other: PatternSet) {
    low |= other.low
    high |= other.high
    ranges += other.ranges
    hasWords = hasWords || other.hasWords
  }

  @inline(__always)
  func contains(_ scalar: UInt32, isWord: Bool) -> Bool {
    let isMember: Bool
    if scalar < 64 {
      isMember = low >> UInt64(scalar) & 1 == 1
    } else if scalar < 128 {
      isMember = high >> UInt64(scalar - 64) & 1 == 1
    } else {
      isMember = hasWords && isWord || ranges.contains { $0.contains(scalar) }
    }
    return isMember != isNegated
  }
}
