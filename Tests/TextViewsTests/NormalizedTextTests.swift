import FuzzSupport
import Testing
import TextViews

/// Folding, words and the way back to the original bytes.
struct NormalizedTextTests {
  @Test func `lower-cases ASCII and keeps every offset`() {
    let view = NormalizedFixture("The SILVER Kettle [@Z`{] sang.")
    #expect(view.text == "the silver kettle [@z`{] sang.")
    #expect(view.words == ["the", "silver", "kettle", "z", "sang"])
    #expect(view.sources == ["The", "SILVER", "Kettle", "Z", "sang"])
  }

  @Test func `has no words in an empty text`() {
    let view = NormalizedFixture("")
    #expect(view.text.isEmpty && view.words.isEmpty && view.candidates.isEmpty)
  }

  @Test(arguments: [
    ("Ｋｅｔｔｌｅ", "kettle"), ("ﬁre", "fire"), ("Straße", "strasse"), ("CAFÉ", "café"),
    ("Cafe\u{301}", "café"), ("don’t", "don't"), ("𝐤𝐞𝐭𝐭𝐥𝐞", "kettle"), ("ⓚⓔⓣⓣⓛⓔ", "kettle"),
    ("ЧАЙНИК", "чайник"), ("ΤΣΆΙ", "τσάι"), ("ÅNGSTRÖM", "ångström"), ("x²", "x2"),
    ("tea\u{A0}pot", "tea pot"), ("re\u{AD}lease", "release"), ("ﷺ", "ﷺ"), ("한국어", "한국어"),
  ])
  func `folds compatibility forms and case`(original: String, folded: String) {
    let view = NormalizedFixture(original)
    #expect(Array(view.text.utf8) == Array(folded.utf8))
    #expect(view.roundTrips)
  }

  @Test func `leads from folded words back to the bytes they came from`() {
    let view = NormalizedFixture("A ﬁne Cafe\u{301}, k\u{200B}ettle ｔｅａ—“Straße” end")
    #expect(view.sources == ["A", "ﬁne", "Cafe\u{301}", "k\u{200B}ettle", "ｔｅａ", "Straße", "end"])
    #expect(view.words == ["a", "fine", "café", "kettle", "tea", "strasse", "end"])
  }

  @Test func `cuts words at punctuation beyond ASCII`() {
    #expect(NormalizedFixture("tea…kettle、silver「dance」").words.count == 4)
  }

  @Test func `finds the same words wherever they fall in a block`() {
    for lead in 0..<130 {
      let text = String(repeating: ".", count: lead) + "silver kettle"
      #expect(NormalizedFixture(text).words == ["silver", "kettle"])
      #expect(NormalizedFixture(text + "é").words == ["silver", "kettleé"])
    }
  }

  @Test func `hashes a word by its letters alone`() {
    func hash(_ word: [UInt8], padding: UInt8) -> UInt64? {
      (word + [UInt8](repeating: padding, count: 8)).withUnsafeBufferPointer { bytes in
        bytes.baseAddress.map { NormalizedHash.word($0, length: word.count) }
      }
    }
    var hashes: Set<UInt64?> = []
    for length in 1...40 {
      let word = (0..<length).map { 97 + UInt8($0 % 26) }
      #expect(hash(word, padding: 0) == hash(word, padding: 0xAB))
      hashes.insert(hash(word, padding: 0))
    }
    #expect(hashes.count == 40)
  }

  @Test func `stays within a text of any bytes`() {
    let seed: UInt64 = 0x6B65_7474
    var generator = Fuzz.Generator(seed: seed)
    let pieces: [[UInt8]] = [
      Array("kettle ".utf8), Array("k3ttl3 ".utf8), [0xE2, 0x80, 0x8B], [0xEF, 0xB7, 0xBA],
      [0xCC, 0x81], [0xD0, 0xB0], [0xF0, 0x9D, 0x90, 0x9A], [0xE2, 0x80, 0x8D], [0x20], [0x24],
      [0xFF], [0xC3], [0xF0, 0x9F], [0x80], [0xF4, 0x90, 0x80, 0x80], Array("a b c d e ".utf8),
    ]
    let normalizer = TextNormalizer()
    for round in 0..<3000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int(generator.next() % 40) {
        bytes += pieces[Int(generator.next() % UInt64(pieces.count))]
        if generator.next() % 9 == 0 { bytes.append(UInt8(truncatingIfNeeded: generator.next())) }
      }
      let view = NormalizedFixture(bytes: bytes, normalizer: normalizer)
      #expect(view.roundTrips, "seed \(seed), round \(round)")
    }
  }

  @Test func `gives the same view from a reused normaliser`() {
    let normalizer = TextNormalizer()
    for text in ["Ｋ e t t l e", "plain", "", "сlеver k3ttl3 é", "plain words again"] {
      let reused = NormalizedFixture(text, normalizer: normalizer)
      let fresh = NormalizedFixture(text)
      #expect(reused.words == fresh.words)
      #expect(reused.candidates.map(\.reading) == fresh.candidates.map(\.reading))
    }
  }

  @Test func `folds a long text of expansions`() {
    let view = NormalizedFixture(String(repeating: "㎏ﬃ ", count: 20_000))
    #expect(view.words.count == 20_000)
    #expect(view.sources.last == "㎏ﬃ")
  }
}
