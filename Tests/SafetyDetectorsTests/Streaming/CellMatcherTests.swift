import FuzzSupport
import SafetyCore
import SafetyDetectors
import TextViews
import Testing

struct CellMatcherTests {
  private func matcher(_ detector: some Detector<AnalyzedText>) throws -> CellMatcher {
    let count = detector.descriptor.rules.count
    let source = CellMatcher.Source(
      inspector: try detector.makeInspector(),
      ruleCount: count,
      detectors: [[Int]](repeating: [0], count: count)
    )
    return CellMatcher([source], longest: 2_048)
  }

  /// Data of nobody: documentation ranges, test numbers.
  private static let data = [
    "silver.kettle@example.com", "4111 1111 1111 1111", "4111-1111-1111-1111",
    "GB29 NWBK 6016 1331 9268 19", "DE89370400440532013000", "+49 30 901820 0", "(202) 555-0143",
    "+1 202-555-0143", "8.8.8.8", "2001:4860:4860::8888", "00:1B:44:11:3A:B7", "536-22-1234",
    "AKIAIOSFODNN7EXAMPLQ", "password = \"aB3dE5fG7hI9jK1l\"", "token: Zx81kQpLm20vRt77",
    "ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5", "030/901820-44", "07911 123456",
    "４１１１ １１１１ １１１１ １１１１", "+४९ ३० ९०१८२० ०", "（２０２）５５５－０１４３", "ＧＢ２９ ＮＷＢＫ ６０１６ １３３１ ９２６８ １９",
    "𝟓𝟑𝟔-𝟐𝟐-𝟏𝟐𝟑𝟒", "٨.٨.٨.٨", "ｋｅｔｔｌｅ＠ｅｘａｍｐｌｅ．ｃｏｍ",
  ]

  private static let words = [
    "the", "kettle", "in", "2024", "3", "NASA", "A", "4", "12.5", "(see", "x=1", "a@b", "-",
    "1,234",
    "１２", "٣", "४५६", "（", "）", "ＡＢ", "＠", "．", "𝟏𝟐", "été", "茶壺", "key:", "0", "+", "No.", "IBAN",
    "10:30", "\n", "GB29", "“", "”", "—", "。", "🫖",
  ]

  /// What stands between two of them: mostly a space, else nothing or a sign of typography.
  private static let joints = [
    " ", " ", " ", " ", "", "\u{A0}", "\u{202F}", "\u{2011}", "–", "、",
  ]

  @Test func `finds in cells what is found in whole texts - Fuzz`() throws {
    let detectors: [any Detector<AnalyzedText>] = [PersonalDataDetector(), SecretsDetector()]
    try Fuzz.rounds(1_500, seed: 61_000) { round, generator in
      var text = ""
      for _ in 0..<Int.random(in: 1...12, using: &generator) {
        let bits = Int.random(in: 0..<3, using: &generator) == 0 ? Self.data : Self.words
        text += bits.randomElement(using: &generator) ?? ""
        text += Self.joints.randomElement(using: &generator) ?? ""
      }
      if round.isMultiple(of: 3) {
        text = String(text.map { $0 == " " ? "\u{A0}" : $0 == "-" ? "\u{2011}" : $0 })
      }
      for detector in detectors {
        let cells = StreamedText(try matcher(detector), text)
        let whole = try DetectorRun(detector, text).evidence.values.flatMap { $0 }.sorted()
        #expect(cells.found.sorted() == whole, "seed \(61_000 + round)")
      }
    }
  }

  @Test func `waits for a word, not for a line`() throws {
    let matcher = try matcher(PersonalDataDetector())
    var findings: [StreamFinding] = []
    var place = 0
    for scalar in "tea for two ".unicodeScalars {
      matcher.feed(scalar.value, place, place + 1, into: &findings)
      place += 1
    }
    #expect(matcher.liveStart == .max)
  }
}
