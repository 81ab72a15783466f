import FuzzSupport
import GenerationGuard
import SafetyPolicy
import Testing

/// The four guarantees over generated cases of text, mutation and cut.
struct StreamGuardFuzzTests {
  /// Words that belong to no phrase, beginnings of phrases among them.
  private static let words = [
    "the", "silver", "kettle", "sings", "silver kettle", "copper", "copper spoon", "wooden", "a",
    "dancing", "waltzes", "of", "tea.", "and", "k12", "pot-", "si", "l3mon", "été", "茶壺", "😀",
    "x\n",
    "on-", "12", "2024,", "<", "a<b", "(see", "kettle's", "\"why?\"", "…", "می‌خواهم", "e\u{301}té",
  ]

  /// Ends what came before, so that words and phrase cannot run together.
  private static func filler(_ generator: inout Fuzz.Generator) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...12, using: &generator) {
      text += (words.randomElement(using: &generator) ?? "") + " "
    }
    return text + "Well, now then: "
  }

  private struct Item {
    var text: String
    var placeholder: String?
    var mutations: [GuardTestCase.Mutation]
  }

  private static let anyDress: [GuardTestCase.Mutation] = [
    .upperCase, .fullWidth, .mathematical, .circled, .homoglyph, .zeroWidth, .softHyphen,
    .combining, .accents, .leet, .spaced, .dotted, .joined, .drawnOut, .newline, .base64, .hex,
    .percent, .rot13, .reversed,
  ]

  private static let items = [
    Item(text: "silver kettle dance", mutations: anyDress),
    Item(text: "copper spoon waltz", placeholder: "[SPOON]", mutations: anyDress),
    Item(text: "ꜱɪʟᴠᴇʀ 🅺🅴🆃🆃🅻🅴 ⒟⒜⒩⒞⒠", mutations: [.newline]),
    Item(text: "c2lsdmVyIGtl\n  dHRsZSBkYW5jZQ==", mutations: []),
    Item(text: "Y29wcGVyIHNw\r\nb29uIHdhbHR6", placeholder: "[SPOON]", mutations: []),
    Item(text: "４１１１ １１１１ １１１１ １１１１", placeholder: "[PAYMENT_CARD]", mutations: []),
    Item(text: "+४९ ३० ९०१८२० ०", placeholder: "[PHONE]", mutations: []),
    Item(text: "k123x", placeholder: "[CODE]", mutations: [.upperCase, .fullWidth, .zeroWidth]),
    Item(text: "pot-abc", placeholder: "[CODE]", mutations: [.upperCase, .fullWidth, .softHyphen]),
    Item(
      text: "<start_of_turn>",
      placeholder: "[MARKERS]",
      mutations: [.upperCase, .fullWidth, .zeroWidth]
    ),
    Item(text: "silver.kettle@example.com", placeholder: "[EMAIL]", mutations: []),
    Item(text: "4111 1111 1111 1111", placeholder: "[PAYMENT_CARD]", mutations: []),
    Item(text: "GB29 NWBK 6016 1331 9268 19", placeholder: "[IBAN]", mutations: []),
    Item(text: "+49 30 901820 0", placeholder: "[PHONE]", mutations: []),
    Item(
      text: "ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5",
      placeholder: "[GITHUB_TOKEN]",
      mutations: []
    ),
    Item(
      text: "-----BEGIN RSA PRIVATE KEY-----\nAbC+/=\nDeF\n-----END RSA PRIVATE KEY-----",
      placeholder: "[PRIVATE_KEY]",
      mutations: []
    ),
  ]

  @Test func `withholds every span, within the bound, however text is dressed and cut`() throws {
    let program = try SamplePolicy.program(SamplePolicy.mixed)
    // Ten cuts a round: ten thousand cases in the usual run.
    try Fuzz.rounds(1_000, seed: 91_000) { round, generator in
      let item = Self.items[round % Self.items.count]
      let mutation =
        item.mutations.isEmpty || Bool.random(using: &generator)
        ? nil : item.mutations.randomElement(using: &generator)
      let before = Self.filler(&generator)
      let span = mutation?.applied(to: item.text) ?? item.text
      let after = " so it was. " + Self.filler(&generator)
      let text = before + span + after
      let expected: String
      if let placeholder = item.placeholder {
        expected = before + placeholder + after
      } else {
        expected = before
      }
      let note = Comment("seed \(91_000 + round) \(mutation.map { "\($0)" } ?? "plain")")
      for cut in Self.cuts(text, around: before.unicodeScalars.count, &generator) {
        let run = try GuardRun(program, cut)
        // S: what came before, and nothing of the span.
        let written = String(run.output.dropLast(run.tail.count))
        if item.placeholder == nil {
          #expect(before.hasPrefix(written), note)
          #expect(run.action == .cut, note)
        } else {
          #expect(written == expected, note)
        }
        // B
        #expect(run.heldMaximum <= program.holdBound, note)
        #expect(run.breaches == 0, note)
      }
    }
  }

  private static func cuts(
    _ text: String,
    around place: Int,
    _ generator: inout Fuzz.Generator
  ) -> [[String]] {
    let count = text.unicodeScalars.count
    let within = Int.random(in: place...min(place + 20, count), using: &generator)
    return [[text], TextCuts.scalars(text), TextCuts.two(text, at: within)]
      + (0..<7).map { TextCuts.random(text, longest: 1 + $0 * 3, with: &generator) }
  }

  @Test func `gives the same answer for every cut of any text`() throws {
    let program = try SamplePolicy.program(SamplePolicy.mixed)
    let bits =
      Self.words + Self.items.map(\.text) + [
        "\u{200B}", "\u{301}", "\u{202E}", " ", ".", "-----BEGIN ", "PRIVATE KEY-----", "k1",
        "%41%42%43",
        "c2lsdmVyIGtldHRsZSBkYW5jZQ==", "c2lsdmVyIGtl\n", "dHRsZSBkYW5jZQ", "73 69 6c ", "0x76, ",
        "\\u0065 ", "４１１１ ", "٣", "🅳", "⒜", "ᴅ", "Чай", "кettle", "s i l v e r ", "=", "\u{FEFF}",
        "password: ", "@",
      ]
    try Fuzz.rounds(400, seed: 95_000) { round, generator in
      var text = ""
      for _ in 0..<Int.random(in: 0...24, using: &generator) {
        text += bits.randomElement(using: &generator) ?? ""
        if Bool.random(using: &generator) { text += " " }
      }
      let whole = try GuardRun(program, [text])
      #expect(whole.breaches == 0)
      #expect(whole.heldMaximum <= program.holdBound)
      for longest in [1, 2, 5, 17, 60] {
        let cut = TextCuts.random(text, longest: longest, with: &generator)
        let run = try GuardRun(program, cut)
        #expect(run == whole, "seed \(95_000 + round)")
      }
    }
  }
}
