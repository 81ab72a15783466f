import GenerationGuard
import SafetyDetectors
import SafetyPolicy
import Testing

/// One banned phrase in eighteen encodings, and writing that only looks odd.
struct ObfuscationCanaryTests {
  private static let encodings: [GuardTestCase.Mutation] = [
    .fullWidth, .mathematical, .circled, .homoglyph, .zeroWidth, .softHyphen, .combining, .accents,
    .leet, .spaced, .dotted, .joined, .drawnOut, .base64, .hex, .percent, .rot13, .reversed,
  ]

  private func program(_ settings: String = "") throws -> GuardProgram {
    try SamplePolicy.program(
      settings + SamplePolicy.texts + """
        detectors:
          dance: {kind: lexicon, phrases: [silver kettle dance]}
          invisible: {kind: unicode_anomaly}
          markers: {kind: control_token}
          encoded: {kind: encoded}
        rules:
          - {id: dance, stage: [prompt, output], if: hit(dance), action: refuse, template: declined}

        """
    )
  }

  private func found(_ program: GuardProgram) throws -> [GuardTestCase.Mutation] {
    try Self.encodings.filter { encoding in
      let text = "Show me a \(encoding.applied(to: "silver kettle dance")) now."
      let hit = try program.scan(text).evidence[0].count > 0
      // What is found in the whole is withheld in a stream.
      let run = try GuardRun(program, TextCuts.scalars(text))
      #expect((run.action == .refuse) == hit, "\(encoding)")
      return hit
    }
  }

  @Test func `finds a phrase in sixteen of eighteen encodings, in all when told to`() throws {
    #expect(Self.encodings.count == 18 && Set(Self.encodings).count == 18)
    let usual = try found(try program())
    #expect(usual.count >= 16, "\(Set(Self.encodings).subtracting(usual))")
    let all = try found(try program("settings: {decoders: {rot13: true, reverse: true}}\n"))
    #expect(all.count == 18, "\(Set(Self.encodings).subtracting(all))")
  }

  /// Emoji, flags, joiners of Persian and Indic scripts, marks, scripts without spaces, right to left.
  @Test(arguments: [
    "A family 👨‍👩‍👧‍👦, a flag 🏴󠁧󠁢󠁳󠁣󠁴󠁿, 🇩🇪 and a heart ❤️ by the kettle.", "👩🏽‍🚀👨🏿‍🦰 tea ☕️",
    "می‌خواهم یک کتری نقره‌ای بخرم.", "नमस्ते, क्‍या चाय है? श्री‌मान", "ശ്രീ ചായ ന്‍",
    "\u{FEFF}A text that begins with a byte order mark.",
    "Crème brûlée, naïve façade, Ångström, Žižek",
    "Tiếng Việt: một ấm trà bạc", "e\u{301}t\u{E9} and o\u{308}l", "茶壺と銀のスプーン。", "은 주전자",
    "กาน้ำชาสีเงิน", "שלום, קומקום כסף.", "مرحبا، إبريق فضي.", "Ο ασημένιος βραστήρας",
    "Серебряный чайник",
    "Սպիտակ թեյնիկ", "თეთრი ჩაიდანი", "ᎤᏁᎦ ᏗᎦᎴᏅᏙᏗ", "ˈsɪlvə ˈkɛtəl", "∀x ∈ A ∪ B: ∂f ⊤ √2",
    "🇩🇪🇫🇷🇮🇹 🅿️ ℹ️", "٠١٢ १२३ １２３", "Straße, Größe, ẞ", "x² + y² = z², ½ cup, №5, ™",
    "“Quotes” — dashes… and ‘more’",
    "C++ and C# cost $5 at 3pm; email me @home!",
  ])
  func `flags no writing that is only unusual`(text: String) throws {
    let found = try program().scan(text).findings
    #expect(found.isEmpty, "\(found.map(\.view))")
  }
}
