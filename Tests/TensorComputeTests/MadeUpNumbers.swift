/// Numbers that look random and are the same in every run (SplitMix64).
struct MadeUpNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// Numbers from -3 to 3, now and then one ten times as large.
  mutating func floats(_ count: Int) -> [Float] {
    (0..<count).map { _ in
      let value = Float(below(1 << 20)) / Float(1 << 20) * 6 - 3
      return below(50) == 0 ? value * 10 : value
    }
  }
}
