import SafetyCore

/// Chooses a share of a shard's documents, the same for every run and number of workers.
struct DocumentSample {
  private let seed: UInt64
  /// Documents with a number below this are in.
  private let bound: UInt64?

  init(_ fraction: Double, shard: String) {
    let digest = Digest.sha256(shard.utf8).bytes
    seed = digest[..<8].reduce(0) { $0 << 8 | UInt64($1) }
    bound = fraction >= 1 ? nil : UInt64(fraction * 0x1p63) << 1
  }

  func contains(line: Int) -> Bool {
    guard let bound else { return true }
    // SplitMix64's finaliser: neighbouring lines get unrelated numbers.
    var value = seed &+ UInt64(line) &* 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31) < bound
  }
}
