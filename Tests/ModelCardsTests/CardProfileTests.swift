import ModelCards
import SafetyCore
import Testing

@Suite struct CardProfileTests {
  @Test(arguments: CardProfile.allCases)
  func `names only blocks, sections and fields that exist`(profile: CardProfile) throws {
    let kind: CardSettings.Kind = profile == .datasheet ? .dataset : .model
    var settings = CardFixture.settings
    settings.kind = kind
    let bundle = try CardFixture().bundle(CardFixture.filterRun, settings: settings)
    let document = CardDocument(source: try CardSource(bundle, file: "b"), sections: [])
    let blocks = Set(document.blocks.map(\.id))
    let sections = Set(CardSectionName.ids(kind))
    func check(_ answer: ProfileField.Answer) {
      switch answer {
      case .block(let id): #expect(blocks.contains(id), "\(id)")
      case .section(let id): #expect(sections.contains(id), "\(id)")
      case .any(let answers): answers.forEach(check)
      case .setting, .never: break
      }
    }
    #expect(profile.fields.count >= 10)
    #expect(Set(profile.fields.map(\.name)).count == profile.fields.count)
    for field in profile.fields { check(field.answer) }
  }

  @Test func `tells automatic, human, missing and not applicable`() throws {
    let fixture = try CardFixture()
    let (bundle, whole) = try CardFixture.whole(fixture)
    let applicable = try HumanSection(
      parsing: "---\nnot_applicable: nothing is cited\n---\n",
      id: "citation",
      file: "citation.md"
    )
    let document = CardDocument(
      source: try CardSource(bundle, file: "b"),
      sections: Array(whole.sections.values) + [applicable]
    )
    let findings = document.findings(.gemma)
    func state(_ field: String) -> ProfileFinding.State? {
      findings.first { $0.field.name == field }?.state
    }
    #expect(state("Evaluation Results (ten rows)") == .automatic)
    #expect(state("Data Preprocessing") == .automatic)
    #expect(state("Limitations") == .human)
    #expect(state("Citation") == .notApplicable)
    #expect(state("Description") == .missing)
    #expect(state("Benefits") == .missing)
    let citation = findings.first { $0.field.name == "Citation" }
    #expect(citation?.detail == "nothing is cited")
    #expect(findings.contains { $0.isBlocking })
  }

  @Test func `lets no card pass for a scheme of another kind`() throws {
    let bundle = try CardFixture().bundle([])
    let document = CardDocument(source: try CardSource(bundle, file: "b"), sections: [])
    let findings = document.findings(.datasheet)
    #expect(findings.allSatisfy { $0.state == .missing })
    #expect(findings.first?.detail == "the scheme is for a dataset, this is a card of a model")
    #expect(findings.contains { $0.isBlocking })
  }

  @Test func `says what to run where evidence is missing`() throws {
    let bundle = try CardFixture().bundle([])
    let document = CardDocument(source: try CardSource(bundle, file: "b"), sections: [])
    let details = CardProfile.allCases.filter { $0.kind == .model }
      .flatMap { document.findings($0) }.map(\.detail)
    #expect(
      details.contains("no evidence for block `verdict`: run `gemma-safety release check`")
    )
    #expect(details.contains("card.yaml has no `legal_name`"))
  }

  @Test func `asks for no optional field`() throws {
    let bundle = try CardFixture().bundle([])
    let document = CardDocument(source: try CardSource(bundle, file: "b"), sections: [])
    let tags = document.findings(.hf).first { $0.field.name == "tags" }
    #expect(tags?.state == .missing && tags?.isBlocking == false)
    let license = document.findings(.hf).first { $0.field.name == "license" }
    #expect(license?.state == .human)
  }
}
