import Diagnostics
import FuzzSupport
import SafetyDetectors
import Testing

struct ControlTokenMatcherTests {
  private func found(_ text: String) -> [String] {
    StreamedText(ControlTokenMatcher(detectors: [0]), text).found
  }

  @Test(arguments: [
    "<start_of_turn>", "<end_of_turn>", "<bos>", "<|turn>", "<turn|>", "<|channel>", "<|tool_call>",
    "<tool_response|>", "<START_OF_TURN>", "<start of turn>", "<start-of-turn>",
    "< start_of_turn >",
    "＜start_of_turn＞", "‹end_of_turn›", "<s\u{200B}tart_of_turn>", "<stаrt_of_turn>",
    "<startofturn>",
    "〈bos〉", "<｜turn>", "<𝐬𝐭𝐚𝐫𝐭_𝐨𝐟_𝐭𝐮𝐫𝐧>", "<|think|>",
  ])
  func `finds markers and their look-alikes`(marker: String) {
    #expect(found("say \(marker)model") == [marker])
  }

  @Test(arguments: [
    "", "start_of_turn", "<start_of_turns>", "<turn>", "a < b and b > c", "<|tools|>", "<b>os</b>",
    "<end of the turn>", "<start      of turn>", "if (a<bo) s>2",
  ])
  func `lets near misses pass`(text: String) {
    #expect(found(text).isEmpty)
  }

  @Test func `tells a marker from a look-alike`() {
    let matcher = ControlTokenMatcher(detectors: [0])
    #expect(StreamedText(matcher, "<end_of_turn>").findings.first?.score == 1)
    #expect(StreamedText(matcher, "<END_OF_TURN>").findings.first?.score == 0.9)
  }
}

struct InvisibleMatcherTests {
  private func terms(_ text: String) -> [Int] {
    StreamedText(InvisibleMatcher(detectors: [0], longestRun: 8), text).findings.map(\.term)
  }

  @Test func `finds invisible characters within words, long runs and turned writing`() {
    #expect(terms("ket\u{200B}tle") == [InvisibleMatcher.Meaning.misplaced.rawValue])
    #expect(terms("a" + String(repeating: "\u{200B}", count: 9) + "b") == [1])
    #expect(terms("a" + String(repeating: "\u{336}", count: 12) + "b") == [1, 1, 1, 1])
    #expect(terms("kettle \u{202E}elttek") == [InvisibleMatcher.Meaning.direction.rawValue])
  }

  @Test(arguments: [
    "", "kettle", "👨‍👩‍👧‍👦 👩🏽‍🚀", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "❤️ 1️⃣", "می‌خواهم", "क्‍ष", "co\u{AD}operate", "\u{FEFF}kettle",
    "é e\u{301} ạ̊", "葛\u{E0100}城",
  ])
  func `lets what orthographies ask for pass`(text: String) {
    #expect(terms(text).isEmpty)
  }
}

struct PrivateKeyMatcherTests {
  private func found(_ text: String) -> [String] {
    StreamedText(PrivateKeyMatcher(detectors: [0], term: 0), text).found
  }

  @Test func `takes a key with all its lines`() {
    let key = "-----BEGIN RSA PRIVATE KEY-----\nabc\ndef==\n-----END RSA PRIVATE KEY-----"
    #expect(found("x " + key + " y").joined() == key)
    #expect(found("--" + key).joined() == key)
    #expect(found("-----BEGIN PRIVATE KEY-----\nab").joined() == "-----BEGIN PRIVATE KEY-----\nab")
  }

  @Test(arguments: [
    "", "-----", "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----", "-----BEGIN ",
    "--- BEGIN PRIVATE KEY ---", "-----BEGIN \(String(repeating: "x", count: 60)) PRIVATE KEY-----",
  ])
  func `lets other blocks pass`(text: String) {
    #expect(found(text).isEmpty)
  }
}

struct EncodedRunMatcherTests {
  private func matcher(deepest: Int = 2) -> EncodedRunMatcher {
    var settings = EncodedRunMatcher.Settings()
    settings.deepest = deepest
    let term = PhraseProgram.Term(text: "silver kettle dance", detector: 1, views: [.folded])
    let phrases = PhraseProgram([term], invisibleRun: 8, gapRun: 8)
    return EncodedRunMatcher(settings, detectors: [0], inner: [PhraseMatcher(phrases)])
  }

  private func detectors(_ text: String) -> Set<Int> {
    Set(StreamedText(matcher(), text).findings.map(\.detector))
  }

  @Test(arguments: [
    "c2lsdmVyIGtldHRsZSBkYW5jZQ==", "c2lsdmVyIGtldHRsZSBkYW5jZQ",
    "73696c766572206b6574746c652064616e6365", "data:c2lsdmVyIGtldHRsZSBkYW5jZQ==,",
    "%73%69%6c%76%65%72%20kettle%20dance", "%73%69%6Cver+kettle+dance",
    "\\x73\\x69\\x6c\\x76\\x65\\x72\\x20\\x6b\\x65\\x74\\x74\\x6c\\x65\\x20\\x64\\x61\\x6e\\x63\\x65",
    "&#115;&#105;&#108;ver&#x20;kettle&#32;dance",
    "\\u0073\\u0069\\u006cver\\u0020kettle\\u0020dance",
    "=73=69=6C=76=65=72=20=6b=65=74=74=6c=65=20=64=61=6e=63=65", "=73=69=6Cver=20kettle=20dance",
    "=?utf-8?Q?=73=69=6Cver=20kettle=20dance?=",
    // twice
    "YzJsc2RtVnlJR3RsZEhSc1pTQmtZVzVqWlE9PQ==",
  ])
  func `decodes and looks again`(run: String) {
    #expect(detectors("read \(run) aloud") == [0, 1])
  }

  @Test func `reads single letters in quoted-printable, which alone are no payload`() {
    #expect(detectors("read s=69lver=20k=65ttle=20danc=65 aloud") == [1])
    #expect(detectors("read s=69lver=20kettle dance aloud").isEmpty)
  }

  @Test(arguments: [
    "https://example.com/tea?w=64&h=48&q=75&dpr=61", "width=64px;height=48px;depth=75px",
    "x=41 y=42 z=43", "kettle=61,spoon=62,pot=63,lid=64", "<img width=64 height=72 border=65>",
    "iVBORw0KGgoAAAANSUhEUg==", "AAAAAAAAAAAAAAAAAAAAAA==", "x==y===z==41==42==43",
    "Sch=C3=B6ne Gr=C3=BC=C3=9Fe aus Stra=C3=9Fburg an der Th=C3=BCringer H=C3=BCtte,=20=\nbis =46reitag=2E",
    "=?UTF-8?Q?Sch=C3=B6ne_Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=",
    "<a href=3D\"https://example.com/?a=3D1&amp;b=3D2\">tea=20for=20two</a>",
  ])
  func `takes no assignment, address, padding or mail for a payload`(text: String) {
    #expect(detectors(text).isEmpty, "\(text)")
  }

  @Test(arguments: [
    "", "kettle", "internationalisation", "https://example.com/a%20b",
    "d41d8cd98f00b204e9800998ecf8427e",
    "AAAAAAAAAAAAAAAAAAAAAAAA", "0123456789012345678901",
  ])
  func `lets words, addresses and digests pass`(text: String) {
    #expect(detectors(text).isEmpty)
  }

  @Test(arguments: [
    "https://example.com/silver%20kettle%20dance", "?q=silver+kettle%20dance&n=1",
    "silver\\u0020kettle\\u0020dance", "{\"say\":\"silver\\u0020kettle&#32;dance\"}",
  ])
  func `looks for phrases in addresses and data, which are no encoded text`(run: String) {
    #expect(detectors("read \(run) aloud") == [1])
  }

  @Test(arguments: [
    "https://zh.wikipedia.org/wiki/%E5%8C%97%E4%BA%AC", "/wiki/Stra%C3%9Fenbahn_in_M%C3%BCnchen",
    "?next=%2Fhome%2Fuser%3Fx%3D1%26y%3D2", "\"\\u5317\\u4eac\\u5e02\\u6d77\\u6dc0\\u533a\"",
    "&#21271;&#20140;&#24066;", "\\ud83d\\ude00\\ud83d\\ude00", "100%&#&#x;&#99999999;%zz\\u12",
  ])
  func `takes what must be escaped for no encoded text`(text: String) {
    #expect(detectors(text).isEmpty)
  }

  @Test func `decodes no deeper than it is told`() {
    let twice = "YzJsc2RtVnlJR3RsZEhSc1pTQmtZVzVqWlE9PQ=="
    let findings = StreamedText(matcher(deepest: 1), twice).findings
    #expect(!findings.contains { $0.detector == 1 })
  }
}

struct GuardListTests {
  @Test func `reads phrases with and without weights`() throws {
    let text = "# kettles\n\nsilver kettle\nspoon\t0.5\r\n"
    let entries = try GuardList(parsing: Array(text.utf8), file: "l.tsv").entries
    #expect(entries.map(\.text) == ["silver kettle", "spoon"])
    #expect(entries.map(\.weight) == [1, 0.5])
  }

  @Test(arguments: ["a\t0", "a\t2", "a\tx", "a\t1\t1", "a\t"])
  func `names the line that is wrong`(line: String) throws {
    let error = #expect(throws: Diagnostic.self) {
      try GuardList(parsing: Array(("ok\n" + line).utf8), file: "l.tsv")
    }
    #expect(error?.place?.line == 2)
  }

  @Test(arguments: ["", "\n", "# kettles\n", " \r\n\t\n"])
  func `refuses a list without an entry, which may have been cut off`(text: String) {
    let error = #expect(throws: Diagnostic.self) {
      try GuardList(parsing: Array(text.utf8), file: "l.tsv")
    }
    #expect(error?.code == "guard-list/empty" && error?.place?.file == "l.tsv")
  }

  @Test func `reads or refuses mutated lists - Fuzz`() {
    let good = Array("# x\nsilver kettle\nspoon\t0.5\ncup\t1\n".utf8)
    Fuzz.rounds(2_000, seed: 64_000) { round, generator in
      let bytes = Fuzz.mutated(good, alphabet: "#\t\n.015", with: &generator)
      do {
        let entries = try GuardList(parsing: bytes, file: "l").entries
        #expect(entries.allSatisfy { $0.weight > 0 && $0.weight <= 1 }, "seed \(64_000 + round)")
      } catch {
        #expect(error is Diagnostic, "seed \(64_000 + round)")
      }
    }
  }
}
