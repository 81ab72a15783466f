import SafetyDetectors
import Testing

struct PhraseMatcherTests {
  private static let all = Set(StreamView.allCases)

  private func matcher(_ phrases: [String], views: Set<StreamView> = all) -> PhraseMatcher {
    let terms = phrases.map { PhraseProgram.Term(text: $0, detector: 0, views: views) }
    return PhraseMatcher(PhraseProgram(terms, invisibleRun: 8, gapRun: 8))
  }

  private func isFound(_ phrase: String, in text: String) -> Bool {
    !StreamedText(matcher([phrase]), text).findings.isEmpty
  }

  @Test(arguments: [
    "a silver kettle dance.", "Silver-Kettle_Dance", "ｓｉｌｖｅｒ ｋｅｔｔｌｅ ｄａｎｃｅ", "𝐬𝐢𝐥𝐯𝐞𝐫 kettle dance",
    "ⓢⓘⓛⓥⓔⓡ kettle dance", "s\u{200B}ilver ket\u{AD}tle dance", "silver  \n kettle ... dance",
    "s̶i̶l̶v̶e̶r kettle dance", "sílvér kettlé dance", "s1lv3r k3ttl3 d4nc3", "$ilver kettle dance",
    "sіlvеr kettle dance", "siiiilver kettle dance", "s i l v e r k e t t l e d a n c e",
    "s.i.l.v.e.r-kettle-dance", "silverkettledance", "fvyire xrggyr qnapr", "ecnad elttek revlis",
    "S1LVER ketttttle danc3", "the ‘silver kettle’ dance",
  ])
  func `sees a phrase through its disguise`(text: String) {
    #expect(isFound("silver kettle dance", in: text))
  }

  @Test(arguments: [
    "", "silver kettle", "silver kettle dancer", "quicksilver kettle dance",
    "silver tea kettle dance",
    "silver kettle dances", "kettle silver dance", "silver\n\n. . . . . . . .\nkettle dance",
    "s\u{200B}\u{200B}\u{200B}\u{200B}\u{200B}\u{200B}\u{200B}\u{200B}\u{200B}ilver kettle dance",
  ])
  func `lets near misses pass`(text: String) {
    #expect(!isFound("silver kettle dance", in: text))
  }

  @Test(arguments: [
    ("bob", "808 and 8.0.8"), ("schon", "schön"), ("lose", "loose"), ("ten", "t e a"),
    ("sea", "s e at"), ("кот", "kot"), ("pope", "p o"), ("kill", "ki11ed"),
  ])
  func `takes no plain word for a disguise`(phrase: String, text: String) {
    #expect(!isFound(phrase, in: text))
  }

  @Test(arguments: [
    ("茶壺の踊り", "銀の茶壺の踊りです"), ("кот", "Кот."), ("सोना चाँदी", "यह सोना चाँदी है"), ("كتري فضي", "هذا كتري فضي"),
  ])
  func `reads every script`(phrase: String, text: String) {
    let found = StreamedText(matcher([phrase]), text)
    #expect(!found.findings.isEmpty)
  }

  @Test func `names the bytes of the phrase and no others`() {
    let result = StreamedText(
      matcher(["silver kettle"], views: [.folded]),
      "the (Silver — Kettle)!"
    )
    #expect(result.found == ["Silver — Kettle"])
  }

  @Test func `finds every phrase that ends at a place`() {
    let phrases = ["kettle", "silver kettle", "the silver kettle", "silver"]
    let result = StreamedText(matcher(phrases, views: [.folded]), "the silver kettle")
    #expect(result.findings.count == 4)
  }

  @Test func `asks for the views of each phrase only`() {
    let plain = matcher(["silver kettle dance"], views: [.folded])
    #expect(StreamedText(plain, "s1lver kettle dance").findings.isEmpty)
    #expect(StreamedText(plain, "SILVER kettle dance").findings.count == 1)
  }

  @Test func `holds nothing of words that begin no phrase`() {
    let matcher = matcher(["silver kettle"], views: [.folded])
    var findings: [StreamFinding] = []
    var place = 0
    for scalar in "tea is hot ".unicodeScalars {
      matcher.feed(scalar.value, place, place + 1, into: &findings)
      place += 1
      // The letter at hand waits for marks that may follow.
      #expect(matcher.liveStart >= place - 1)
    }
    for scalar in "the silver ".unicodeScalars {
      matcher.feed(scalar.value, place, place + 1, into: &findings)
      place += 1
    }
    #expect(matcher.liveStart == place - 7)
  }

  @Test func `bounds a detector's phrases as if they stood alone`() {
    let views: [Set<StreamView>] = [
      [.folded], [.folded, .skeleton, .squeezed], [.squeezed, .rot13],
    ]
    let texts = ["silver kettle dance", "tea", "a pot of camomile", "ladle", "Teekanne!"]
    let terms = texts.enumerated().map { number, text in
      PhraseProgram.Term(text: text, detector: number % 3, views: views[number % 3])
    }
    let all = PhraseProgram(terms, invisibleRun: 8, gapRun: 4)
    for detector in 0..<4 {
      let own = terms.filter { $0.detector == detector }
      let alone = PhraseProgram(own, invisibleRun: 8, gapRun: 4)
      #expect(all.holdBound(ofDetector: detector) == alone.holdBound(ofDetector: detector))
    }
  }
}
