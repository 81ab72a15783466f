import Diagnostics
import SafetyCore
import SafetyDetectors
import Testing

/// The language of short and long texts.
struct LanguageDetectorTests {
  private static let english = "The kettle was silver and the dance was long, so we all went home. "
  private static let german = "Der Kessel war silbern und der Tanz war lang, also gingen wir heim. "

  private func run(_ text: String, keep: [String] = ["en"]) throws -> DetectorRun {
    let settings = DetectorSettings(["keep": .strings(keep), "sample_bytes": .integer(600)])
    return try DetectorRun(LanguageDetector(settings: settings), text)
  }

  @Test(arguments: [
    (english, "en"), (german, "de"), ("銀のやかんは朝の光の中で踊り、みんなは家に帰った。", "ja"),
    ("Чайник был серебряным, а танец был долгим, и мы все пошли домой.", "ru"),
  ])
  func `names the language`(text: String, language: String) throws {
    #expect(try run(text).tags["language"] == language)
    #expect(try run(text, keep: [language])["language/kept-share"] > 0.9)
    #expect(try run(text, keep: ["fr"])["language/kept-share"] == 0)
  }

  @Test func `adds up the languages that are kept`() throws {
    let mixed =
      String(repeating: Self.english, count: 60) + String(repeating: Self.german, count: 60)
    let both = try run(mixed, keep: ["en", "de"])["language/kept-share"]
    let one = try run(mixed, keep: ["de"])["language/kept-share"]
    #expect(both > 0.9)
    #expect(one > 0.1 && one < 0.9)
  }

  @Test func `cuts samples between scalars`() throws {
    for pad in 0..<4 {
      let text = String(repeating: "x", count: pad) + String(repeating: "銀のやかん。", count: 400)
      #expect(try run(text, keep: ["ja"])["language/kept-share"] > 0.9)
    }
  }

  @Test(arguments: ["", "12345", "?"])
  func `leaves a text without language unknown`(text: String) throws {
    #expect(try run(text)["language/kept-share"].isNaN)
    #expect(try run(text).tags["language"] == "und")
  }

  @Test func `refuses a code that it never names`() {
    #expect(throws: Diagnostic.self) { try run("text", keep: ["english!"]) }
  }
}
