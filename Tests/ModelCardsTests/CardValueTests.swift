import Diagnostics
import FuzzSupport
import ModelCards
import SafetyCore
import Testing

@Suite struct CardValueTests {
  @Test(arguments: [
    ("0.4484", 2, 2, "44.84"), ("0.44845", 2, 2, "44.85"), ("0.448449999", 2, 2, "44.84"),
    ("1", 2, 2, "100.00"), ("0", 2, 2, "0.00"), ("-0.00001", 2, 2, "0.00"),
    ("-0.12345", 2, 2, "-12.35"), ("0.99999", 2, 2, "100.00"), ("9.995", 0, 2, "10.00"),
    ("44.84", -2, 4, "0.4484"), ("6", -2, 4, "0.0600"), ("0.5", 0, 0, "1"),
    ("12345.678", 0, 1, "12345.7"),
  ])
  func `rounds decimals half away from zero`(text: String, shift: Int, digits: Int, want: String) {
    #expect(DecimalText.rounded(text, shift: shift, digits: digits) == want)
  }

  @Test(arguments: ["", "unknown", "1e3", "1.", ".5", "+1", "1.2.3", "--1", "١"])
  func `rounds nothing else`(text: String) {
    #expect(DecimalText.rounded(text, digits: 2) == nil)
  }

  @Test func `writes YAML as PyYAML does`() throws {
    let golden = try CardFixture.file("pyyaml.json")
    let members = try EventMembers(CanonicalValue(parsing: Array(golden.utf8)), name: "golden")
    let texts = try members.objects("texts")
    #expect(texts.count > 500)
    for item in texts {
      let text = try item.string("text")
      let (key, whole) = (try item.string("key"), try item.string("item"))
      #expect(CanonicalYAML.members([("k", .string(text))]).text == key)
      let list = CanonicalYAML.list([.members([("a", .list([.string(text), .string("b")]))])])
      #expect(CanonicalYAML.members([("k", list)]).text == whole)
    }
    for item in try members.objects("numbers") {
      let number = try #require(Double(try item.string("number")))
      let key = try item.string("key")
      #expect(CanonicalYAML.members([("k", .number(number))]).text == key)
    }
  }

  @Test func `reads the settings of a card and names what it does not know`() throws {
    let settings = try CardSettings(
      parsing: "name: \"kettle\"\nlicense: mit\nlanguage: [en, \"no\"]\nrelease_date: 2026-01-31\n",
      file: "card.yaml"
    )
    #expect(settings.title == "kettle" && settings[list: .language] == ["en", "no"])
    let again = try CardSettings(reading: EventMembers(settings.value, name: "s"))
    #expect(again == settings)
    func codes(_ text: String) -> [String] {
      do {
        _ = try CardSettings(parsing: text, file: "card.yaml")
        return []
      } catch { return (error as? Diagnostics)?.items.map(\.code.rawValue) ?? ["other"] }
    }
    #expect(codes("name: a\nlicence: mit\n") == ["card/unknown-key"])
    #expect(codes("license: mit\n") == ["card/missing-key"])
    #expect(codes("name: a\nlanguage: en\n") == ["card/wrong-type"])
    #expect(codes("name: a\nsafety_risk_assessment: dire\n") == ["card/wrong-value"])
    #expect(codes("name: \"a\\nb\"\n") == ["card/control-character"])
    #expect(codes("name: \"a\\u2028b\"\n") == ["card/control-character"])
    #expect(codes("name: a <!-- gemma-safety:end safety -->\n") == ["card/reserved"])
    #expect(codes("name: a\nauthors: [\"<sup>e3</sup>\"]\n") == ["card/reserved"])
  }

  @Test func `survives any settings and sections`() throws {
    let card = Array(
      "kind: model\nname: \"kettle\"\nlanguage: [en]\nrelease_date: 2026-01-31\n".utf8
    )
    let section = Array(
      "---\nreviewed_by: Ada\nreviewed_on: 2026-01-30\n---\n<!-- x -->\nA text.\n".utf8
    )
    Fuzz.rounds(300, seed: 77) { _, generator in
      let a = Fuzz.mutated(card, alphabet: ":-[]{}\"'#&*!|>\n ", with: &generator)
      _ = try? CardSettings(parsing: String(decoding: a, as: UTF8.self), file: "card.yaml")
      let b = Fuzz.mutated(section, alphabet: "-<!>:\n ", with: &generator)
      _ = try? HumanSection(parsing: String(decoding: b, as: UTF8.self), id: "x", file: "x.md")
    }
  }

  @Test func `reads sections without comments and knows an unwritten one`() throws {
    for kind in CardSettings.Kind.allCases {
      for name in CardSectionName.all(kind) {
        let section = try HumanSection(parsing: name.skeleton, id: name.id, file: "x.md")
        #expect(section.review.isEmpty, "\(name.id)")
        #expect(section.review.problem(for: []) == "not written yet")
      }
    }
    let text =
      "---\nreviewed_by: Ada\nreviewed_on: 2026-01-30\nmodel_sha256: \(CardFixture.digest.hex)\n---\n"
    let section = try HumanSection(
      parsing: text + "<!-- ? -->\nIt dances.\n",
      id: "x",
      file: "x.md"
    )
    #expect(section.text == "It dances.")
    #expect(section.review.problem(for: [CardFixture.digest]) == nil)
    #expect(section.review.problem(for: [Digest.sha256([1])]) == "reviewed for another model")
    let bare = try HumanSection(parsing: "It dances.", id: "x", file: "x.md")
    #expect(bare.review.problem(for: []) == "not reviewed")
    #expect(
      CardFixture.code {
        _ = try HumanSection(parsing: "a gemma-safety:end b", id: "x", file: "x.md")
      } == "card/reserved"
    )
  }

  @Test func `refuses a reason that looks like the program's own words`() {
    for reason in ["see <sup>e12</sup>", "<!-- gemma-safety:end x -->"] {
      #expect(
        CardFixture.code {
          let front = "---\nnot_applicable: '\(reason)'\n---\n"
          _ = try HumanSection(parsing: front, id: "x", file: "x.md")
        } == "card/reserved",
        "\(reason)"
      )
    }
  }

  @Test func `keeps comments of code and lets none swallow the rest of a section`() throws {
    let code = "````html\n<!-- kettle -->\n```\n````\nIt dances<!-- no\nmore --> on."
    let section = try HumanSection(parsing: code, id: "x", file: "x.md")
    #expect(section.text == "````html\n<!-- kettle -->\n```\n````\nIt dances on.")
    #expect(
      CardFixture.code {
        _ = try HumanSection(parsing: "It dances. <!-- and\nsings.", id: "x", file: "x.md")
      } == "card/open-comment"
    )
  }

  @Test func `keeps an entry of a list once`() {
    var settings = CardSettings()
    settings[list: .tags] = ["kettle", "dance", "kettle"]
    #expect(settings[list: .tags] == ["kettle", "dance"])
  }
}
