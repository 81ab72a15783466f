import CTextKernels
import FuzzSupport
import TextViews
import Testing

/// Holds the kernel of least hashes to the plainest definition and to a model in Python.
struct MinimumHashesTests {
  private static let sets = [GST_ISA_PLAIN, GST_ISA_NEON, GST_ISA_AVX2, GST_ISA_AVX512]

  private func signature(_ text: String, _ hashes: MinimumHashes) -> TextSignature? {
    let original = Array(text.utf8)
    let bytes = original + [UInt8](repeating: 0xFF, count: 64)
    let normalizer = TextNormalizer()
    return bytes.withUnsafeBytes { buffer in
      let source = UnsafeRawBufferPointer(rebasing: buffer[0..<original.count])
      return hashes.signature(
        of: normalizer.view(of: source, isASCII: original.allSatisfy { $0 < 0x80 })
      )
    }
  }

  private func signature(_ text: String, ngram: Int = 5) -> TextSignature? {
    signature(text, MinimumHashes(ngram: ngram, buckets: 14, hashes: 8))
  }

  private func similarity(_ a: TextSignature, _ b: TextSignature) -> Double {
    a.codes.withUnsafeBufferPointer { a in
      b.codes.withUnsafeBufferPointer { b in TextSignature.similarity(a, b) }
    }
  }

  /// Figures of `Benchmarks/near_duplicates.py`, whose model is written in Python.
  @Test func `gives the numbers of the model`() throws {
    let text = "silver kettle dance morning river lantern quiet garden"
    let own = try #require(signature(text))
    #expect(own.keys.count == 14 && own.codes.count == 112)
    #expect(
      Array(own.keys.prefix(3)) == [
        0xa479_7741_0a45_a0df, 0x1106_df48_e9b6_f717, 0x444a_4e29_fdee_fc34,
      ]
    )
    #expect(Array(own.codes.prefix(8)) == [132, 118, 152, 156, 47, 235, 27, 197])
    let other = try #require(
      signature("silver kettle dance morning river lantern quiet window")
    )
    // Three of five n-grams are in both.
    #expect(abs(similarity(own, other) - 0.5697478991596638) < 1e-15)
    #expect(similarity(own, own) == 1)
  }

  @Test(arguments: 1...60)
  func `agrees with the reference on every instruction set`(seed: UInt64) {
    var chance = Fuzz.Generator(seed: seed)
    let pieces = [
      "silver", "kettle", "dance", "a", "sixteen0letters1", "antidisestablishmentarianism", "7",
      "кот", "é",
    ]
    // More n-grams than a chunk of the kernel holds, in some rounds.
    let count = Int.random(in: 0...(seed % 7 == 0 ? 1_500 : 40), using: &chance)
    let words = (0..<count).map { _ in
      (0..<Int.random(in: 1...3, using: &chance))
        .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &chance)] }.joined()
    }
    let ngram = Int.random(in: 1...32, using: &chance)
    let buckets = Int.random(in: 1...20, using: &chance)
    let hashes = Int.random(in: 1...12, using: &chance)
    let expected = MinimumHashes.reference(
      words,
      ngram: ngram,
      buckets: buckets,
      hashes: hashes
    )
    for set in Self.sets {
      let kernel = MinimumHashes(
        ngram: ngram,
        buckets: buckets,
        hashes: hashes,
        instructionSet: set
      )
      #expect(signature(words.joined(separator: ", "), kernel) == expected, "seed \(seed)")
    }
  }

  @Test func `is the same whatever case, punctuation and white space are`() {
    let plain = signature("Silver kettle dance, in the morning; by the river.")
    #expect(plain != nil)
    #expect(signature("SILVER  kettle\n(dance) in—the \"morning\" by the river") == plain)
    #expect(signature("silver kettle dance in the morning by the lake") != plain)
  }

  @Test func `has none for a text of fewer words than an n-gram`() {
    #expect(signature("") == nil)
    #expect(signature("... --- ...") == nil)
    #expect(signature("silver kettle dance morning") == nil)
    #expect(signature("silver kettle dance morning river") != nil)
    #expect(signature("silver", ngram: 1) != nil)
  }

  @Test func `cuts scripts without spaces into their characters`() {
    #expect(signature("静かな庭") == nil)
    #expect(signature("静かな庭の") != nil)
    #expect(signature("สวนดอก") != nil)
    #expect(signature("静かな庭の a") == signature("静 か な 庭 の a"))
    #expect(signature("x静y庭z", ngram: 5) == signature("x 静 y 庭 z", ngram: 5))
    #expect(signature("silverkettledance тихийсадутром") == nil)
  }

  @Test func `estimates the share of n-grams in common without bias`() {
    // 60 words each, of which the first 45 are the same: 41 of 71 n-grams are in both.
    var sum = 0.0
    for round in 0..<200 {
      func text(_ tail: String) -> String {
        (0..<60).map { "\($0 < 45 ? "w" : tail)\(round)x\($0)" }.joined(separator: " ")
      }
      guard let a = signature(text("a")), let b = signature(text("b")) else {
        Issue.record("no signature")
        return
      }
      sum += similarity(a, b)
    }
    // The standard deviation of one estimate is 0.047, that of the mean 0.0033.
    #expect(abs(sum / 200 - 41.0 / 71) < 0.015)
  }
}
