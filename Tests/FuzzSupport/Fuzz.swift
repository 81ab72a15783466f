import Foundation

/// What the tests that mutate bytes share: seeds, mutations and how long to go on.
package enum Fuzz {
  /// SplitMix64: the same numbers for a seed everywhere.
  package struct Generator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// `GEMMA_SAFETY_FUZZ_ROUNDS`, by which every test goes on longer; 1 where it is not set.
  package static let factor =
    ProcessInfo.processInfo.environment["GEMMA_SAFETY_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 1

  /// The rounds of a test, each with a generator of its own; the seed is printed first.
  ///
  /// - Parameters:
  ///   - count: Rounds of a usual run.
  ///   - seed: Of the whole test; round `n` alone is `Generator(seed: seed + n)`.
  ///   - body: One round.
  package static func rounds(
    _ count: Int,
    seed: UInt64,
    _ body: (Int, inout Generator) throws -> Void
  ) rethrows {
    let total = count * max(1, factor)
    print("fuzz seed \(seed), \(total) rounds")
    for round in 0..<total {
      var generator = Generator(seed: seed &+ UInt64(round))
      try body(round, &generator)
    }
  }

  /// Changes, drops, doubles, moves or inserts bytes at one to eight places, or cuts the end off.
  ///
  /// - Parameters:
  ///   - bytes: What is valid.
  ///   - alphabet: Bytes that mean something to the parser; half of the new ones are of these.
  ///   - generator: The round's.
  /// - Returns: The mutant, which may happen to equal what it came from.
  package static func mutated(
    _ bytes: [UInt8],
    alphabet: String,
    with generator: inout Generator
  ) -> [UInt8] {
    var bytes = bytes
    let signs = Array(alphabet.utf8) + [0x00, 0x80, 0xC3, 0xED, 0xFF]
    for _ in 0..<Int.random(in: 1...8, using: &generator) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      let end = min(bytes.count, place + Int.random(in: 1...40, using: &generator))
      let any = UInt8.random(in: 0...255, using: &generator)
      let byte = Bool.random(using: &generator) ? signs.randomElement(using: &generator) ?? 0 : any
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: bytes[place] = byte
      case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 2: bytes.remove(at: place)
      case 3: bytes.insert(byte, at: place)
      case 4: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 5: bytes.removeSubrange(place..<end)
      case 6: bytes.insert(contentsOf: bytes[place..<end], at: 0)
      default: if Int.random(in: 0..<4, using: &generator) == 0 { bytes.removeSubrange(place...) }
      }
    }
    return bytes
  }
}
