import FuzzSupport
import GenerationGuard
import SafetyPolicy
import Testing

/// First words of a text whose letters all pass for Latin ones, in streams.
struct OpeningWordsTests {
  private static func program() throws -> GuardProgram {
    let yaml = """
      settings: {invisible_run: 2, gap_run: 2}
      detectors: {words: {kind: lexicon, phrases: [cop, rope, rope tam]}}
      rules: [{id: words, stage: output, if: hit(words), action: redact}]

      """
    return try SamplePolicy.program(SamplePolicy.texts + yaml)
  }

  @Test(arguments: [
    ("горе постигло и нас", "горе постигло и нас"), ("горе тут, rope", "[WORDS] тут, [WORDS]"),
    ("горе там", "[WORDS]"), ("горе", "[WORDS]"), ("Сор, сор и сор", "Сор, сор и сор"),
    ("горе и rope", "горе и [WORDS]"), ("горе и rоре", "горе и [WORDS]"),
  ])
  func `redacts what is a disguise, in every cut`(text: String, written: String) throws {
    let program = try Self.program()
    for cut in TextCuts.cuts(of: text, .all) {
      let run = try GuardRun(program, cut)
      #expect(run.output == written && run.breaches == 0, "\(cut)")
      #expect(run.heldMaximum <= program.holdBound)
    }
  }

  @Test func `says the same for every cut, within the bound - Fuzz`() throws {
    let program = try Self.program()
    let bits = [
      "горе", "сор", "там", "Не", "касса", "из", "и", "ж", "Г", "ё", "е\u{308}", "rope", "rоре",
      "a",
      "1", "!", "—", "ѕ", "α", "茶", "\u{AD}", "\u{200B}", "\u{336}", "\u{301}", "\n", "...", ", ",
      "г о р е", "т", "нет ", "кто ",
    ]
    try Fuzz.rounds(600, seed: 97_000) { round, generator in
      var text = ""
      for _ in 0..<Int.random(in: 1...24, using: &generator) {
        text += bits.randomElement(using: &generator) ?? ""
        if Bool.random(using: &generator) { text += " " }
      }
      let whole = try GuardRun(program, [text])
      let isWithinBound = whole.heldMaximum <= program.holdBound
      #expect(whole.breaches == 0 && isWithinBound, "seed \(97_000 + round)")
      for longest in [1, 2, 7, 30] {
        let run = try GuardRun(program, TextCuts.random(text, longest: longest, with: &generator))
        #expect(run == whole, "seed \(97_000 + round)")
      }
    }
  }
}
