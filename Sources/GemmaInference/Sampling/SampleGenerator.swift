/// A sequence of chance that a seed decides: SplitMix64 (Steele, Lea and Flood 2014).
struct SampleGenerator: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The next number of at least 0 and below 1, of 53 bits.
  mutating func next() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    return Double(mixed >> 11) * 0x1p-53
  }
}
