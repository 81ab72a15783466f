import AuditLog
import ModelCards
import SafetyCore
import Testing

/// What lies beside a card, held against its evidence.
@Suite struct CardFileTests {
  private let fixture: CardFixture
  private let bundle: EvidenceBundle
  private let card: String
  private let files: [CardFile]

  init() throws {
    fixture = try CardFixture()
    let (bundle, document) = try CardFixture.whole(fixture)
    self.bundle = bundle
    card = try CardFixture.readme(document)
    files =
      document.evidenceFiles + document.forms + [
        CardFile("model-card.html", try document.page(CardFixture.template("model-card.html"))),
        CardFile("gpai-form.md", document.form(try CardFixture.template("gpai-form.md"))),
      ]
  }

  private func verify(
    _ files: [CardFile],
    card: String? = nil,
    bundle: EvidenceBundle? = nil
  ) throws -> CardVerification {
    try CardVerification(
      card: card ?? self.card,
      files: files,
      bundle: bundle ?? self.bundle,
      keys: [CardFixture.signer.verifier],
      file: "README.md"
    )
  }

  /// One of the files with a text changed that must be there.
  private func changed(_ name: String, _ old: String, _ new: String) throws -> CardFile {
    let file = try #require(files.first { $0.name == name })
    let text = String(decoding: file.bytes, as: UTF8.self)
    try #require(text.contains(old), "\(name) holds no \(old)")
    return CardFile(name, text.replacing(old, with: new))
  }

  @Test func `holds every file against the evidence, and says how far`() throws {
    let result = try verify(files)
    #expect(result.outcome == .incomplete, "\(result.problems.map(\.message))")
    #expect(result.uncheckedFiles.map(\.name) == ["model-card.html", "gpai-form.md"])
    #expect(result.checkedFiles.count == files.count - 2)
    let checked = files.filter { result.checkedFiles.contains($0.name) }
    #expect(try verify(checked).outcome == .ok)
    #expect(try verify([]).checkedFiles.isEmpty)
  }

  @Test func `holds page and form whole where the key of the evidence signed them`() throws {
    var bundle = bundle
    let manifest = try CardManifest(card: card, files: files, bundle: bundle)
    bundle.cardManifest = try SignedNote(text: manifest.text).signed(by: CardFixture.signer)
    let whole = try verify(files, bundle: bundle)
    #expect(whole.outcome == .ok && whole.uncheckedFiles.isEmpty)
    #expect(whole.checkedFiles.count == files.count)
    // A style that shows other figures than stand in the page.
    let style = "<style>td { font-size: 0 }</style></head>"
    let styled = try changed("model-card.html", "</head>", style)
    let result = try verify([styled], bundle: bundle)
    #expect(result.outcome == .tampered)
    #expect(result.problems.map(\.kind) == [.edited])
    #expect(result.problems.first?.found == "SHA-256 \(Digest.sha256(styled.bytes).hex)")
    let filled = try changed("gpai-form.md", "# Model", "# A model's")
    let form = try verify([filled], bundle: bundle)
    #expect(form.uncheckedFiles.map(\.name) == [filled.name] && form.outcome == .ok)
  }

  @Test(arguments: ["model-card.html", "gpai-form.md"])
  func `proves no page whose signed manifest was taken out`(name: String) throws {
    let (old, new) =
      name == "gpai-form.md"
      ? ("# Model", "# A model's") : ("</head>", "<style>td { font-size: 0 }</style></head>")
    let changed = try changed(name, old, new)
    var result = try verify([changed])
    #expect(result.outcome == .incomplete && result.problems.isEmpty)
    #expect(result.uncheckedFiles.map(\.name) == [name])
    #expect(result.uncheckedFiles.map(\.lacksSignature) == [true])
    // A manifest that does not name the file vouches for it no more than none.
    var bundle = bundle
    let manifest = try CardManifest(card: card, files: [], bundle: bundle)
    bundle.cardManifest = try SignedNote(text: manifest.text).signed(by: CardFixture.signer)
    #expect(try verify([changed], bundle: bundle).outcome == .incomplete)
    result = try CardVerification(
      card: card,
      files: [changed],
      bundle: self.bundle,
      keys: [],
      file: "README.md"
    )
    #expect(result.outcome == .unverifiable)
  }

  @Test(arguments: ["model-card.mct.json", "model-card.cdx-1.6.json", "model-card.spdx.json"])
  func `names the line of a form that was edited`(name: String) throws {
    let result = try verify([changed(name, "\"0.3181\"", "\"0.1181\"")])
    #expect(result.outcome == .tampered)
    let problem = try #require(result.problems.first)
    #expect(result.problems.count == 1)
    #expect(problem.kind == .edited && problem.block == name)
    #expect(problem.found?.contains("0.1181") ?? false)
    #expect(problem.expected?.contains("0.3181") ?? false)
  }

  @Test func `names edited drawings, results and pages`() throws {
    let result = try #require(
      files.first {
        $0.name.hasPrefix(".eval_results/truthfulqa")
          && String(decoding: $0.bytes, as: UTF8.self).contains("value: 31.81")
      }
    )
    let cases = [
      (result.name, "value: 31.81", "value: 11.81"),
      ("plots/safety.svg", "TruthfulQA", "Truthful"),
      ("model-card.html", "31.81 <sup", "11.81 <sup"),
      ("gpai-form.md", "2,506,172,416", "3,506,172,416"),
    ]
    for (name, old, new) in cases {
      let result = try verify([changed(name, old, new)])
      #expect(result.outcome == .tampered, "\(name)")
      #expect(result.problems.allSatisfy { $0.block == name }, "\(name)")
    }
  }

  @Test func `finds figures that were added to a page, and results that nothing proves`() throws {
    var result = try verify([
      changed("model-card.html", "</main>", "<p>1.00 <sup class=\"ev\">e4</sup></p>\n</main>")
    ])
    #expect(result.problems.map(\.kind) == [.unproved])
    result = try verify([CardFile(".eval_results/kettles.yaml", "- value: 1\n")])
    #expect(result.problems.map(\.block) == [".eval_results/kettles.yaml"])
    result = try verify([CardFile("plots/kettles.svg", "<svg/>")])
    #expect(result.outcome == .ok)
    #expect(result.uncheckedFiles.map(\.name) == ["plots/kettles.svg"])
  }

  @Test func `says which forms it cannot check where a section was edited in the card`() throws {
    let edited = card.replacing("A model that dances.", with: "A model that sings.")
    let machine = files.filter { !["model-card.html", "gpai-form.md"].contains($0.name) }
    let result = try verify(machine, card: edited)
    #expect(result.outcome == .ok)
    let unchecked = result.uncheckedFiles.filter { $0.reason.contains("`description`") }
    #expect(unchecked.map(\.name).contains("model-card.mct.json"))
    #expect(result.checkedFiles.contains("plots/safety.svg"))
  }
}
