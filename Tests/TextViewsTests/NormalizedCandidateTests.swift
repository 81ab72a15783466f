import Testing
import TextViews

/// Other readings of disguised words.
struct NormalizedCandidateTests {
  @Test func `reads look-alikes of other alphabets in a Latin word`() {
    #expect(NormalizedFixture("a k\u{435}ttl\u{435}").readings(.mixedScript) == ["kettle"])
    #expect(NormalizedFixture("Κettle").readings(.mixedScript).isEmpty)
    #expect(NormalizedFixture("s\u{3BF}ng").readings(.mixedScript) == ["song"])
  }

  @Test(arguments: [
    "чайник и самовар", "ο καιρος ειναι καλος", "sinα cosβ πr μm kΩ Δx", "naïve café Straße",
    "IT-шник", "ﬁne ﬂoor", "日本語 ＡＢＣ テスト", "x² 1ˢᵗ m²", "𝑥 + 𝑦 = 𝑧", "ĉapelo şiir łódź",
    "می‌خواهم کتاب‌ها", "क्‍ष न्‌", "ශ්‍රී ලංකා", "👨‍👩‍👧 ❤️ 1️⃣ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🇩🇪 👍🏽",
    "re\u{AD}lease hy\u{AD}phen", "\u{FEFF}start", "葛\u{E0100}城", "שלום \u{200F}abc",
    "utf8 sha256 md5sum log4j x86_64 h264 b2b i18n k8s int32_t v1.2.3 B2B COVID19 mp3",
    "e3b0c44298fc1c149afbf4c8996fb924 0xDEADBEEF f00d", "U.S.A. N.A.A.C.P. a.k.a. e.g. i.e.",
    "a b c d e f", "x y z", "foo@bar.com @user $5 C++ 5+5", "sooo hmmm www III",
  ])
  func `takes ordinary writing for no disguise`(text: String) {
    let view = NormalizedFixture(text)
    #expect(!view.hasStrong)
    #expect(view.misplaced.isEmpty)
  }

  @Test(arguments: [
    "k\u{200B}ettle", "ke\u{200D}ttle", "ket\u{2060}tle", "kett\u{FEFF}le", "k\u{FE0F}ettle",
    "kettl\u{202E}e",
  ])
  func `takes invisible characters out of a word and says where`(text: String) {
    let view = NormalizedFixture(text)
    #expect(view.text == "kettle")
    #expect(view.misplaced.count == 1)
    #expect(view.readings(.invisible) == ["kettle"])
    #expect(view.sources == [text])
  }

  @Test func `finds data hidden in tags and variation selectors`() {
    #expect(NormalizedFixture("tea \u{E0074}\u{E0065}\u{E0061}").misplaced.count == 3)
    #expect(NormalizedFixture("🍵\u{FE0F}\u{FE01}\u{FE02}").misplaced.count == 2)
  }

  @Test func `reads styled letters as a disguise from three on`() {
    #expect(NormalizedFixture("𝓴𝓮𝓽𝓽𝓵𝓮").readings(.styled) == ["kettle"])
    #expect(NormalizedFixture("kＥttle").readings(.styled) == ["kettle"])
  }

  @Test func `reads digits and signs as letters`() {
    #expect(NormalizedFixture("a k3ttl3 sings").readings(.leet) == ["kettle"])
    #expect(NormalizedFixture("s1lver").readings(.leet) == ["silver", "sllver"])
    #expect(NormalizedFixture("$ilver").readings(.leet) == ["silver"])
    #expect(NormalizedFixture("ke++le").readings(.leet) == ["kettle"])
    #expect(NormalizedFixture("d@nce!").readings(.leet) == ["dance"])
    #expect(NormalizedFixture("s1lv3r k3ttl3").hasStrong)
    #expect(!NormalizedFixture("k3ttle").hasStrong)
  }

  @Test(arguments: ["k e t t l e", "k.e.t.t.l.e", "K-E-T-T-L-E", "k_e_t_t_l_e", "k*e*t*t*l*e"])
  func `reads letters kept apart as a word`(text: String) {
    let view = NormalizedFixture("my \(text), sir")
    #expect(view.readings(.squeezed) == ["kettle"])
    #expect(view.hasStrong)
  }

  @Test func `reads a letter many times as one or two`() {
    #expect(NormalizedFixture("keeettle").readings(.repeated) == ["kettle", "keettle"])
    #expect(NormalizedFixture("ketttle").readings(.repeated) == ["ketle", "kettle"])
    #expect(NormalizedFixture("extraordinaryyyy").readings(.repeated).count == 2)
    #expect(NormalizedFixture("1000 kettle").readings(.repeated).isEmpty)
  }
}
