import SafetyCore
import SafetyDetectors
import Testing

/// Disguised words and invisible characters, and the ordinary writing that resembles them.
struct ObfuscationDetectorTests {
  private let detector = ObfuscationDetector(settings: DetectorSettings())

  @Test func `measures the share of disguised words`() throws {
    let run = try DetectorRun(
      detector,
      "A k\u{435}ttle s1lv3r plain 𝓭𝓪𝓷𝓬𝓮 words here now and then"
    )
    #expect(run["obfuscation/words"] == 0.3)
    #expect(run.evidence["obfuscation/words"] == ["k\u{435}ttle", "s1lv3r", "𝓭𝓪𝓷𝓬𝓮"])
  }

  @Test func `counts each letter of a squeezed word`() throws {
    #expect(try DetectorRun(detector, "k e t t l e and tea")["obfuscation/words"] == 0.75)
  }

  @Test func `counts weak readings only where a list knows them`() throws {
    let lexicon = try Lexicon(parsing: Array("kettle".utf8), file: "x")
    let informed = ObfuscationDetector(settings: DetectorSettings(), lexicons: [lexicon])
    #expect(try DetectorRun(detector, "the k3ttle keeettle")["obfuscation/words"] == 0)
    #expect(try DetectorRun(informed, "the k3ttle keeettle teaa")["obfuscation/words"] == 0.5)
    #expect(try DetectorRun(informed, "the kettle")["obfuscation/words"] == 0)
  }

  @Test func `counts invisible characters out of place and names them`() throws {
    let run = try DetectorRun(detector, "ke\u{200B}t\u{2060}tle \u{E0041}")
    #expect(run["obfuscation/invisible"] == 3)
    #expect(run.evidence["obfuscation/invisible"] == ["\u{200B}", "\u{2060}", "\u{E0041}"])
  }

  @Test(arguments: [
    "Family 👨‍👩‍👧‍👦 and rainbow 🏳️‍🌈, thumbs 👍🏽, keycap 1️⃣, heart ❤️.", "Flags 🇩🇪 🇮🇷 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "می‌خواهم کتاب‌های تازه را بخوانم", "क्‍षत्रिय और विद्‌या", "ශ්‍රී ලංකාව",
    "Let 𝑥 ∈ ℝ and sinα + cosβ ≤ 2π, kΩ, μm.", "let utf8 = i18n + sha256(base64url) as int32_t",
    "Дом и сад, also English.", "ＡＢＣ株式会社", "N.A.A.C.P. and U.S.S.R. a.k.a. x y z",
    "so\u{AD}phis\u{AD}ti\u{AD}ca\u{AD}ted", "",
  ])
  func `leaves ordinary writing alone`(text: String) throws {
    let run = try DetectorRun(detector, text)
    #expect(run["obfuscation/words"] == 0)
    #expect(run["obfuscation/invisible"] == 0)
    #expect(run.evidence.isEmpty)
  }

  @Test func `measures a huge disguised text`() throws {
    let run = try DetectorRun(detector, String(repeating: "s1lv3r k e t t l e ", count: 20_000))
    #expect(run["obfuscation/words"] == 1)
  }
}
