import AuditLog
import Diagnostics
import ModelCards
import SafetyCore
import Testing

@Suite struct CardUpdateTests {
  private let fixture: CardFixture
  private let document: CardDocument
  private let card: String

  init() throws {
    fixture = try CardFixture()
    document = try CardFixture.whole(fixture).1
    card = try CardFixture.readme(document)
  }

  @Test func `makes the same bytes twice`() throws {
    let again = try CardFixture.readme(document)
    #expect(again == card)
    let update = try CardUpdate(old: card, new: again, file: "README.md")
    #expect(update.text == card)
    #expect(update.notes.isEmpty)
    let page = try CardFixture.template("model-card.html")
    let first = try document.page(page)
    let second = try document.page(page)
    #expect(first == second)
    #expect(CycloneDXCard(document).json(.v1_6) == CycloneDXCard(document).json(.v1_6))
    #expect(SPDXCard.json(document) == SPDXCard.json(document))
  }

  @Test func `keeps every word that a person wrote between the blocks`() throws {
    let mine = card.replacing(
      "## Known Gaps\n",
      with: "## Known Gaps\n\nThe kettle is mine, 42 %.\n"
    )
    #expect(mine != card)
    let old = mine.replacing("# gemma model card", with: "# Gemma, the card")
    let update = try CardUpdate(old: old, new: card, file: "README.md")
    #expect(update.text == old)
  }

  @Test(
    arguments: [
      "a\r\nb\r\n", "u\u{2028}v", "f\u{0C}g\u{0B}h", "n\u{85}o", "\r", "```\n````\n```",
      "\tkettle  ",
    ]
  )
  func `leaves every byte between the blocks as it is`(mine: String) throws {
    let old = card.replacing("## Known Gaps\n", with: "## Known Gaps\n\(mine)\n")
    #expect(old != card)
    let update = try CardUpdate(old: old, new: card, file: "README.md")
    #expect(Array(update.text.utf8) == Array(old.utf8))
  }

  @Test func `adds no line feed at the end and no line between two blocks`() throws {
    let bare = String(card.dropLast())
    let kept = try CardUpdate(old: bare, new: card, file: "README.md").text
    #expect(Array(kept.utf8) == Array(bare.utf8))
    let template = try CardTemplate(
      parsing: document.blocks.map { "{{{auto.\($0.id)}}}" }.joined(separator: "\n"),
      file: "t"
    )
    let dense = try document.markdown(template)
    #expect(try CardUpdate(old: dense, new: dense, file: "README.md").text == dense)
  }

  @Test func `reads a card that an editor gave other ends of lines`() throws {
    let windows = card.replacing("\n", with: "\r\n")
    let update = try CardUpdate(old: windows, new: card, file: "README.md")
    #expect(update.notes.isEmpty)
    #expect(update.text.contains("## Known Gaps\r\n"))
    #expect(try CardUpdate(old: update.text, new: card, file: "README.md").text == update.text)
  }

  @Test func `brings new figures into a card with a person's words`() throws {
    let mine = card.replacing("## Known Gaps\n", with: "## Known Gaps\n\nThe kettle is mine.\n")
    let fresh = card.replacing("29.77", with: "28.00")
    let update = try CardUpdate(old: mine, new: rehashed(fresh), file: "README.md")
    #expect(update.text.contains("The kettle is mine."))
    #expect(update.text.contains("28.00") && !update.text.contains("29.77"))
  }

  @Test func `stops at an edited block and shows the difference`() throws {
    let edited = card.replacing("| Toxigen |", with: "| ToxiGen! |")
    do {
      _ = try CardUpdate(old: edited, new: card, file: "README.md")
      Issue.record("it went on")
    } catch let problem as Diagnostic {
      #expect(problem.code == "card/edited-block")
      #expect(problem.message.contains("  - | ToxiGen! |"))
      #expect(problem.message.contains("  + | Toxigen |"))
    }
    let front = card.replacing("license: gemma", with: "license: mit")
    #expect(
      CardFixture.code { _ = try CardUpdate(old: front, new: card, file: "r") }
        == "card/edited-block"
    )
    #expect(
      CardFixture.code { _ = try CardUpdate(old: "# x", new: card, file: "r") } == "card/foreign"
    )
  }

  @Test func `keeps a section that was edited in the card itself, and says so`() throws {
    let edited = card.replacing("A model that dances.", with: "A model that sings.")
    let update = try CardUpdate(old: edited, new: card, file: "README.md")
    #expect(update.text == edited)
    #expect(
      update.notes == ["the section `description` was edited in the card and is kept as it is"]
    )
  }

  @Test func `puts a new block at the end and takes an old one out`() throws {
    var pieces = try CardFence.pieces(of: card, file: "r")
    pieces.removeAll { if case .fence(let fence) = $0 { fence.id == "safety" } else { false } }
    let without = CardFence.joined(pieces)
    let update = try CardUpdate(old: without, new: card, file: "r")
    #expect(update.text.contains("| TruthfulQA |"))
    #expect(update.notes == ["the block `safety` is new and stands at the end"])
    let back = try CardUpdate(old: card, new: without, file: "r")
    #expect(!back.text.contains("| TruthfulQA |"))
  }

  /// The card without one of its fences.
  private func without(_ id: String) throws -> String {
    var pieces = try CardFence.pieces(of: card, file: "r")
    pieces.removeAll { if case .fence(let fence) = $0 { fence.id == id } else { false } }
    return CardFence.joined(pieces)
  }

  @Test func `keeps what a person wrote into a section that is no longer made`() throws {
    let edited = card.replacing("A model that dances.", with: "A model that sings.")
    let update = try CardUpdate(old: edited, new: without("description"), file: "r")
    #expect(update.text.contains("\nA model that sings.\n"))
    #expect(!update.text.contains("gemma-safety:human description"))
    #expect(
      update.notes == [
        "the section `description` is no longer made; it was edited in the card, and its text is kept"
      ]
    )
    let again = try CardUpdate(old: update.text, new: without("description"), file: "r")
    #expect(again.text == update.text && again.notes.isEmpty)
    let untouched = try CardUpdate(old: card, new: without("description"), file: "r")
    #expect(!untouched.text.contains("A model that dances."))
  }

  @Test func `stops at an edited block that is no longer made`() throws {
    let edited = card.replacing("| Toxigen |", with: "| ToxiGen! |")
    let new = try without("safety")
    #expect(
      CardFixture.code { _ = try CardUpdate(old: edited, new: new, file: "r") }
        == "card/edited-block"
    )
  }

  @Test func `refuses a template that leaves evidence out`() throws {
    let template = try CardTemplate(parsing: "# {{title}}\n{{{auto.safety}}}\n", file: "t")
    #expect(CardFixture.code { _ = try document.markdown(template) } == "card/template")
    #expect(CardFixture.code { _ = try document.page(template) } == "card/template")
    #expect(
      CardFixture.code { _ = try CardTemplate(parsing: "{{#open}}", file: "t") } == "card/template"
    )
  }

  @Test func `refuses a template without a block that a verification would miss`() throws {
    let bundle = try CardFixture().bundle([CardFixture.metric("bold", "2B", "45.57").record])
    let card = CardDocument(source: try CardSource(bundle, file: "b"), sections: [])
    let layout = try CardFixture.file("reports/templates/model-card.md.mustache", root: true)
    for id in ["guard", "gaps"] {
      let less = layout.replacing("{{{auto.\(id)}}}", with: "")
      try #require(less != layout)
      let template = try CardTemplate(parsing: less, file: "t")
      #expect(CardFixture.code { _ = try card.markdown(template) } == "card/template", "\(id)")
    }
    _ = try card.markdown(CardTemplate(parsing: layout, file: "t"))
  }

  /// The card with the digests of changed blocks made right.
  private func rehashed(_ text: String) throws -> String {
    let (front, _, body) = try CardFrontMatter.split(text, file: "r")
    let pieces = try CardFence.pieces(of: body, file: "r").map { piece in
      guard case .fence(let fence) = piece else { return piece }
      return .fence(CardFence(fence.owner, fence.id, fence.content))
    }
    let digest = Digest.sha256(front.utf8).hex
    return "---\n\(front)\n---\n<!-- gemma-safety:front-matter sha256=\(digest) -->\n"
      + CardFence.joined(pieces)
  }
}
