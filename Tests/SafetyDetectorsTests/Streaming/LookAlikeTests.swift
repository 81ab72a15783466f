import FuzzSupport
import SafetyDetectors
import TextViews
import Testing

/// Alphabets that pass for the Latin one, and writing in them that is nothing else.
struct LookAlikeTests {
  private func matcher(_ phrases: [String], views: Set<StreamView>) -> PhraseMatcher {
    let terms = phrases.map { PhraseProgram.Term(text: $0, detector: 0, views: views) }
    return PhraseMatcher(PhraseProgram(terms, invisibleRun: 8, gapRun: 8))
  }

  private func found(
    _ phrase: String,
    in text: String,
    views: Set<StreamView> = [.folded, .skeleton]
  ) -> Set<String> {
    Set(StreamedText(matcher([phrase], views: views), text).found)
  }

  /// The letters of "silver kettle dance" in the order of the alphabet: a c d e i k l n r s t v.
  private static let plain = Array("acdeiklnrstv")

  /// The phrase in an alphabet that is given for those letters.
  private static func dressed(_ letters: String) -> String {
    let letters = letters.split(separator: " ").map(String.init)
    return "silver kettle dance".map { letter in
      plain.firstIndex(of: letter).map { letters[$0] } ?? String(letter)
    }.joined()
  }

  @Test(arguments: [
    "ᴀ ᴄ ᴅ ᴇ ɪ ᴋ ʟ ɴ ʀ ꜱ ᴛ ᴠ", "𝐚 𝐜 𝐝 𝐞 𝐢 𝐤 𝐥 𝐧 𝐫 𝐬 𝐭 𝐯", "𝔞 𝔠 𝔡 𝔢 𝔦 𝔨 𝔩 𝔫 𝔯 𝔰 𝔱 𝔳",
    "𝒶 𝒸 𝒹 ℯ 𝒾 𝓀 𝓁 𝓃 𝓇 𝓈 𝓉 𝓋", "𝕒 𝕔 𝕕 𝕖 𝕚 𝕜 𝕝 𝕟 𝕣 𝕤 𝕥 𝕧", "𝚊 𝚌 𝚍 𝚎 𝚒 𝚔 𝚕 𝚗 𝚛 𝚜 𝚝 𝚟",
    "ⓐ ⓒ ⓓ ⓔ ⓘ ⓚ ⓛ ⓝ ⓡ ⓢ ⓣ ⓥ", "🅐 🅒 🅓 🅔 🅘 🅚 🅛 🅝 🅡 🅢 🅣 🅥",
    "🄰 🄲 🄳 🄴 🄸 🄺 🄻 🄽 🅁 🅂 🅃 🅅", "🅰 🅲 🅳 🅴 🅸 🅺 🅻 🅽 🆁 🆂 🆃 🆅",
    "⒜ ⒞ ⒟ ⒠ ⒤ ⒦ ⒧ ⒩ ⒭ ⒮ ⒯ ⒱", "🇦 🇨 🇩 🇪 🇮 🇰 🇱 🇳 🇷 🇸 🇹 🇻",
    "ᵃ ᶜ ᵈ ᵉ ⁱ ᵏ ˡ ⁿ ʳ ˢ ᵗ ᵛ", "ａ ｃ ｄ ｅ ｉ ｋ ｌ ｎ ｒ ｓ ｔ ｖ",
    "а с ԁ е і к ӏ п г ѕ т ѵ", "α ϲ δ ε ι κ Ι η г Ѕ τ ν", "α ¢ ∂ є ι к ℓ η я ѕ т ν",
    "Ꭺ Ꮯ Ꭰ Ꭼ Ꭵ Ꮶ Ꮮ n Ꮢ Ꮪ Ꭲ Ꮩ", "ꓮ ꓚ ꓓ ꓰ ꓲ ꓗ ꓡ ꓠ ꓣ ꓢ ꓔ ꓦ",
    "ᗩ ᑕ ᗪ E I K ᒪ ᑎ ᖇ ᔕ T ᐯ", "ɐ ɔ d ǝ ᴉ ʞ l n ɹ s ʇ ʌ", "Λ C D Σ I K L П Я S T V",
    "a c d e i k ł ŋ r s ŧ v", "𝛂 𝐜 𝐝 𝛆 𝛊 𝛋 𝐥 𝛈 𝐫 𝐬 𝛕 𝛎", "ⲁ ⲥ d ⲉ ⲓ ⲕ ⳑ ⲛ ⲅ s ⲧ v",
    "𝖆 ᴄ ⓓ е ι 🅺 ʟ ⁿ ᖇ ⒮ ｔ Ꮩ",
  ])
  func `reads alphabets of disguise`(letters: String) {
    let text = Self.dressed(letters)
    #expect(found("silver kettle dance", in: "a \(text), they say") == [text], "\(text)")
  }

  @Test func `reads marks through, lines and heaps of them`() {
    let heap = "\u{312}\u{33E}\u{326}\u{31F}"
    for marks in ["\u{336}", "\u{332}", "\u{20DD}", "\u{35C}\u{489}", heap] {
      let text = "silver kettle dance".map { $0 == " " ? " " : "\($0)\(marks)" }.joined()
      #expect(!found("silver kettle dance", in: text).isEmpty, "\(marks.unicodeScalars)")
    }
  }

  @Test func `reads what stands on its head where reversed words are asked for`() {
    let text = "ǝɔuɐp ǝlʇʇǝʞ ɹǝʌlıs"
    let views: Set<StreamView> = [.folded, .skeleton, .reversed]
    #expect(found("silver kettle dance", in: "(\(text))", views: views) == [text])
    #expect(found("silver kettle dance", in: text).isEmpty)
    #expect(found("silver kettle dance", in: "ecnad elttek revlis", views: views).count == 1)
    #expect(found("silver kettle dance", in: "ecuap elttek revlis", views: views).isEmpty)
  }

  /// Words whose letters all pass for Latin ones, in sentences of their own language.
  @Test(arguments: [
    ("cop", "В избе сор не метут."), ("hoc", "Вытер мальчик нос платком."),
    ("pot", "Ребёнок открыл рот шире."), ("tok", "Включили свет, и пошёл ток."),
    ("ko", "Δεν ξέρω, κο δεν λέει."), ("ohw", "Յոթ օհա գիրք"), ("to", "Ψάξε το ψωμί."),
    ("rope", "Горе от ума"), ("rot", "Гот"), ("yo", "Γο"),
  ])
  func `takes words of another alphabet for its own`(phrase: String, text: String) {
    #expect(found(phrase, in: text).isEmpty)
  }

  @Test(arguments: [
    ("kettle", "Чай? кettle"), ("kettle", "Чай — kеttlе"), ("cop", "the сор came"), ("cop", "сор"),
    ("pot", "Тихо: роt"), ("pot", "жаль: a рот"), ("rope", "Чай и rоре"), ("tape", "жаль: tаре"),
    ("tape", "жаль: t\u{200B}аре"), ("tape", "жаль: ťаре"), ("pot", "жаль: xx рот"),
    ("pot", "жаль: xш рот"),
  ])
  func `knows a disguise behind another alphabet`(phrase: String, text: String) {
    // An ordinary word of Russian stays one, whatever Latin letter stands before it.
    let isWord = text.hasSuffix(" рот")
    #expect(found(phrase, in: text).isEmpty == isWord, "\(text)")
  }

  /// The first words of a Russian or Bulgarian text, before a letter that no Latin one looks like.
  @Test(arguments: [
    ("cop", "Сор из избы не выносят."), ("cop", "сор из избы"), ("rope", "горе постигло и нас"),
    ("rope", "— «горе!» — сказали мы"), ("hoc", "Нос мальчик вытер."), ("pot", "рот\nоткрой"),
    ("tam", "Не там, где надо"), ("cok", "Сок от ябълки"), ("cop", "со сором, сор... й"),
  ])
  func `takes the first words for those of the alphabet that follows`(phrase: String, text: String)
  {
    #expect(found(phrase, in: text).isEmpty)
    #expect(!found(phrase, in: "tea, \(text)").isEmpty, "amid Latin words it is a disguise")
  }

  @Test(arguments: [
    "сор", "сор от ума", "сор the", "сор, tea из избы", "1 сор из избы", "сop из избы",
    "с0р из избы", "ѕ сор из избы", "со\u{AD}р из избы", "с\u{336}ор из избы", "сооор из избы",
    "c\u{43E}\u{440} из избы", "сор \u{200B}тут из избы", "сор αβγ из избы", "сор 茶 из избы",
    "сор от того, кто там не тот, от тех, кто тут тот, от того не тот или",
    "сор" + String(repeating: ".", count: 64) + "из избы",
  ])
  func `takes the first words for a disguise where the alphabet is not theirs`(text: String) {
    #expect(!found("cop", in: text).isEmpty)
  }

  @Test func `keeps a first word until its alphabet is known, and no longer`() {
    let matcher = matcher(["cop"], views: [.folded, .skeleton])
    func starts(_ text: String) -> [Int] {
      matcher.reset()
      var findings: [StreamFinding] = []
      var place = 0
      return text.unicodeScalars.map { scalar in
        let end = place + UTF8.width(scalar)
        matcher.feed(scalar.value, place, end, into: &findings)
        place = end
        return matcher.liveStart
      }
    }
    // A letter is read with the scalar behind it.
    #expect(starts("сор из").prefix(5).allSatisfy { $0 == 0 })
    #expect(starts("сор из ").last == .max)
    let dots = starts("сор" + String(repeating: ".", count: 80))
    #expect(dots.count { $0 == 0 } <= OpeningScript.reach && dots.last == .max)
  }

  /// Languages in the alphabets that are read, phonetics, mathematics, flags.
  @Test(arguments: [
    "Ο ασημένιος βραστήρας τραγουδά το πρωί.", "Серебряный чайник поёт по утрам.",
    "Сребърният чайник пее сутрин.", "Срібний чайник співає вранці.",
    "Արծաթե թեյնիկը երգում է առավոտյան։", "ვერცხლის ჩაიდანი დილით მღერის.",
    "ᎠᏕᎸ ᎤᎾᏓᏅᏙ ᏗᎦᎴᏅᏙᏗ", "ᐃᖃᓗᐃᑦ ᐊᒻᒪ ᑏ", "ⲡⲓϩⲁⲧ ⲛ̀ⲧⲉ ⲡⲓⲱⲓⲕ", "ꓐꓬꓲ ꓡꓯ ꓠꓴ",
    "ˈsɪlvə ˈkɛtəl ˈdɑːns ɐ ɹ ʌ ʊ", "∀x ∈ A ∪ B: x ∨ y ⊤ ∂f ≠ √2 × 3", "🇩🇪🇫🇷🇮🇹 🅰️ 🆎 🅿️ ℹ️ Ⓜ️",
    "Đà Nẵng, Łódź, Ħamrun, Tromsø, Ŋoro, ɛnyɛ, ƒe", "© 2024 ® ™ €5 £6 ¥7 ₩8",
    "(a) ⒝ ⓒ 1️⃣ ① ⑴ ⅷ №", "१२३ ٤٥٦ ৭৮৯ ๑๒๓",
  ])
  func `finds no English phrase in what is only another writing`(text: String) {
    let phrases = [
      "silver kettle dance", "kettle", "tea pot", "dance", "copper spoon", "morning", "sing", "tin",
      "lid", "cup", "tray", "stove",
    ]
    let matcher = matcher(phrases, views: [.folded, .skeleton, .squeezed])
    #expect(StreamedText(matcher, text).found.isEmpty)
  }

  @Test func `names the bytes of a phrase in any mix of alphabets - Fuzz`() {
    let alphabets = [
      "acdeiklnrstv", "ᴀᴄᴅᴇɪᴋʟɴʀꜱᴛᴠ", "ⓐⓒⓓⓔⓘⓚⓛⓝⓡⓢⓣⓥ", "🅰🅲🅳🅴🅸🅺🅻🅽🆁🆂🆃🆅", "⒜⒞⒟⒠⒤⒦⒧⒩⒭⒮⒯⒱",
      "ᵃᶜᵈᵉⁱᵏˡⁿʳˢᵗᵛ", "ａｃｄｅｉｋｌｎｒｓｔｖ", "ꓮꓚꓓꓰꓲꓗꓡꓠꓣꓢꓔꓦ",
    ].map { Array($0) }
    let matcher = matcher(["silver kettle dance"], views: [.folded, .skeleton])
    Fuzz.rounds(1_000, seed: 66_000) { round, generator in
      let span = "silver kettle dance".map { letter -> String in
        guard let place = Self.plain.firstIndex(of: letter) else { return String(letter) }
        return (alphabets.randomElement(using: &generator) ?? Self.plain)[place].description
      }.joined()
      let text = "so: \(span)! and"
      #expect(StreamedText(matcher, text).found.contains(span), "seed \(66_000 + round) \(span)")
    }
  }
}
