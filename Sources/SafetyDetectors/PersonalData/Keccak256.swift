/// The Keccak hash that Ethereum took up before NIST changed its padding to make SHA-3.
///
/// It is used for the checksum of addresses alone, which no library of this package offers.
enum Keccak256 {
  /// Bytes taken in between two permutations.
  private static let rate = 136

  /// The 32 bytes of the hash.
  static func hash(_ message: [UInt8]) -> [UInt8] {
    var padded = message
    padded.append(1)
    while padded.count % rate != 0 { padded.append(0) }
    padded[padded.count - 1] |= 0x80
    var state = [UInt64](repeating: 0, count: 25)
    for block in stride(from: 0, to: padded.count, by: rate) {
      for index in 0..<rate {
        state[index / 8] ^= UInt64(padded[block + index]) << UInt64(index % 8 * 8)
      }
      permute(&state)
    }
    return (0..<32).map { UInt8(truncatingIfNeeded: state[$0 / 8] >> UInt64($0 % 8 * 8)) }
  }

  private static func permute(_ state: inout [UInt64]) {
    for constant in roundConstants {
      mixColumns(&state)
      moveLanes(&state)
      for row in stride(from: 0, to: 25, by: 5) {
        let lanes = Array(state[row..<row + 5])
        for x in 0..<5 { state[row + x] = lanes[x] ^ (~lanes[(x + 1) % 5] & lanes[(x + 2) % 5]) }
      }
      state[0] ^= constant
    }
  }

  private static func mixColumns(_ state: inout [UInt64]) {
    let parity = (0..<5).map { x in
      stride(from: x, to: 25, by: 5).reduce(UInt64(0)) { $0 ^ state[$1] }
    }
    for index in 0..<25 {
      let x = index % 5
      state[index] ^= parity[(x + 4) % 5] ^ rotate(parity[(x + 1) % 5], by: 1)
    }
  }

  private static func moveLanes(_ state: inout [UInt64]) {
    var moving = state[1]
    for (target, distance) in zip(targets, distances) {
      let next = state[target]
      state[target] = rotate(moving, by: distance)
      moving = next
    }
  }

  private static func rotate(_ value: UInt64, by distance: UInt64) -> UInt64 {
    value << distance | value >> (64 - distance)
  }

  private static let targets = [
    10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1,
  ]
  private static let distances: [UInt64] = [
    1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44,
  ]
  private static let roundConstants: [UInt64] = [
    0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808A, 0x8000_0000_8000_8000,
    0x0000_0000_0000_808B, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
    0x0000_0000_0000_008A, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000A,
    0x0000_0000_8000_808B, 0x8000_0000_0000_008B, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
    0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800A, 0x8000_0000_8000_000A,
    0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
  ]
}
