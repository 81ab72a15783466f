/// A small generator of random numbers that a seed repeats.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  /// Up to sixty words of up to forty letters, some of them repeated, some not ASCII.
  mutating func text() -> String {
    let letters = Array("abcdeksxyzäéчай茶0123456789")
    var known = ["kettle", "spoon"]
    var words: [String] = []
    for _ in 0..<Int.random(in: 0...60, using: &self) {
      if Bool.random(using: &self) {
        let length = Int.random(in: 1...(Int.random(in: 1...40, using: &self)), using: &self)
        known.append(
          String((0..<length).compactMap { _ in letters.randomElement(using: &self) })
        )
      }
      words.append(known.randomElement(using: &self) ?? "dance")
    }
    return words.joined(separator: Bool.random(using: &self) ? " " : ", ")
  }
}
