import SafetyCore

/// The numbers that choose and order documents: digests of text, never a place in a queue.
///
/// A document is chosen by its text alone, so that it makes no difference in which file it stands
/// and who reads it. The place in the order also comes from the file's name and line, so that copies of
/// one text lie apart.
struct MixtureKeys: Sendable {
  private let choice: [UInt8]
  private let order: [UInt8]
  private let side: [UInt8]
  /// Texts with a number below this are set aside.
  private let bound: UInt64

  init(_ recipe: MixtureRecipe, source: String) {
    choice = Array("gemma-safety.mix.choice\0\(recipe.seed)\0\(source)\0".utf8)
    order = Array("gemma-safety.mix.order\0\(recipe.seed)\0".utf8)
    side = Array("gemma-safety.mix.holdout\0\(recipe.holdout?.seed ?? 0)\0".utf8)
    bound = UInt64((recipe.holdout?.share ?? 0) * 0x1p63) << 1
  }

  /// Whether a text is set aside, the same in every source and for every recipe of one seed.
  func isHeldOut(_ text: Digest) -> Bool {
    bound > 0 && Self.number(Digest.sha256(side + text.bytes), at: 0) < bound
  }

  /// Where a document stands among those of its source of which the first are sampled.
  func choice(_ text: Digest, id: String) -> MixtureChoice {
    MixtureChoice(
      key: Self.number(Digest.sha256(choice + text.bytes), at: 0),
      // Documents of one text are told apart by their ids.
      tie: UInt32(Self.number(Digest.sha256(id.utf8), at: 0) >> 32)
    )
  }

  /// Where the first copy of a document stands in the mixture.
  func place(shard: String, line: Int) -> UInt64 {
    let name = order + Array(shard.utf8) + [0]
    return Self.number(Digest.sha256(name + withUnsafeBytes(of: line.bigEndian, Array.init)), at: 0)
  }

  /// Where a further copy stands, unrelated to the others.
  static func place(_ first: UInt64, copy: Int) -> UInt64 {
    guard copy > 0 else { return first }
    // SplitMix64's finaliser.
    var value = first &+ UInt64(copy) &* 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  private static func number(_ digest: Digest, at start: Int) -> UInt64 {
    digest.bytes[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) }
  }
}
