import AuditLog
import FuzzSupport
import ModelCards
import SafetyCore
import Testing

@Suite struct CardVerificationTests {
  private let fixture: CardFixture
  private let bundle: EvidenceBundle
  private let card: String

  init() throws {
    fixture = try CardFixture()
    let (bundle, document) = try CardFixture.whole(fixture)
    self.bundle = bundle
    card = try CardFixture.readme(document)
  }

  private func verify(_ card: String, keys: [NoteVerifier] = [CardFixture.signer.verifier]) throws
    -> CardVerification
  {
    try CardVerification(card: card, bundle: bundle, keys: keys, file: "README.md")
  }

  /// The card with a text changed that must be there once.
  private func changed(_ old: String, _ new: String) throws -> String {
    try #require(
      card.ranges(of: old).count == 1,
      "\(old) is there \(card.ranges(of: old).count) times"
    )
    return card.replacing(old, with: new)
  }

  private func line(_ start: String) throws -> String {
    let lines = card.split(separator: "\n").filter { $0.hasPrefix(start) }
    return String(try #require(lines.first))
  }

  @Test func `proves every figure of an untouched card`() throws {
    let result = try verify(card)
    #expect(result.outcome == .ok)
    #expect(result.problems.isEmpty)
    #expect(result.proved > 90)
  }

  @Test func `believes no card without the key`() throws {
    #expect(try verify(card, keys: []).outcome == .unverifiable)
    let other = NoteSigner(name: "release", key: .random()).verifier
    #expect(try verify(card, keys: [other]).outcome == .unverifiable)
  }

  @Test func `names the row of TruthfulQA that the first Gemma card had swapped`() throws {
    let row = try line("| TruthfulQA |")
    let swapped = row.replacing("31.81", with: "x").replacing("44.84", with: "31.81")
      .replacing("x", with: "44.84")
    let result = try verify(changed(row, swapped))
    #expect(result.outcome == .tampered)
    #expect(result.problems.map(\.kind) == [.swapped, .swapped])
    #expect(result.problems.map(\.row) == ["TruthfulQA", "TruthfulQA"])
    #expect(result.problems.map(\.column) == ["2B", "7B"])
    #expect(result.problems[0].found?.hasPrefix("44.84") ?? false)
    #expect(result.problems[0].expected?.hasPrefix("31.81") ?? false)
  }

  @Test func `names the average of the early Gemma card that is none`() throws {
    let row = try line("| **Average**")
    #expect(row.contains("| 47.48, of 17 "))
    #expect(row.contains("| 56.86, of 18 "))
    let result = try verify(changed(row, row.replacing("47.48,", with: "54.00,")))
    #expect(result.problems.count == 1)
    #expect(result.problems.first?.kind == .edited)
    #expect(result.problems.first?.row == "**Average**")
    #expect(result.problems.first?.evidence.count == 17)
  }

  @Test func `names each event once, and a block that is gone by its name`() throws {
    let row = try line("| Toxigen |")
    let message = try #require(try verify(changed(row + "\n", "")).problems.first?.message)
    let events = message.drop { $0 != "(" }.filter { $0.isNumber || $0 == " " }
      .split(separator: " ")
    #expect(Set(events).count == events.count && events.count == 2, "\(message)")
    let start = try line("<!-- gemma-safety:auto gaps ")
    let block = try #require(card.firstRange(of: start))
    let end = try #require(card.firstRange(of: "<!-- gemma-safety:end gaps -->"))
    let cut = card[..<block.lowerBound] + card[end.upperBound...]
    #expect(try verify(String(cut)).problems.map(\.message) == ["`gaps`: missing"])
  }

  @Test func `names what is missing, added or edited`() throws {
    let row = try line("| Toxigen |")
    var result = try verify(changed(row + "\n", ""))
    #expect(result.problems.map(\.kind) == [.missing])
    #expect(result.problems.first?.row == "Toxigen")
    result = try verify(changed(row, row + "\n| HarmBench | rate | 0.10 | 0.20 | 400 |"))
    #expect(result.problems.map(\.kind) == [.unproved])
    result = try verify(changed("| Parameters | 2,506,172,416", "| Parameters | 3,506,172,416"))
    #expect(result.problems.map(\.row) == ["Parameters"])
    result = try verify(
      changed("3.03% (2.13 to 4.29), among them 61 places", "1.00%, among them 61 places")
    )
    #expect(result.problems.allSatisfy { $0.block == "data-preprocessing" })
    #expect(!result.problems.isEmpty)
  }

  @Test func `names figures of the front matter`() throws {
    let result = try verify(changed("value: 29.77", "value: 9.77"))
    let problem = try #require(result.problems.first)
    #expect(result.problems.count == 1)
    #expect(problem.block == "front-matter")
    #expect(problem.row == "Toxigen")
    #expect(problem.found == "value: 9.77" && problem.expected == "value: 29.77")
  }

  @Test func `names a whole block that was taken out or doubled`() throws {
    let pieces = try CardFence.pieces(of: card, file: "README.md")
    let without = pieces.filter {
      if case .fence(let fence) = $0 { fence.id != "safety" } else { true }
    }
    var result = try verify(CardFence.joined(without))
    #expect(result.problems.map(\.block) == ["safety"])
    #expect(result.problems.map(\.kind) == [.missing])
    let fence = CardFence(.auto, "praise", "It is 100% safe.")
    result = try verify(CardFence.joined(pieces + [.fence(fence), .outside("")]))
    #expect(result.problems.map(\.block) == ["praise"])
    #expect(result.problems.map(\.kind) == [.unproved])
  }

  @Test func `is not deceived by a fence with a fresh digest`() throws {
    let pieces = try CardFence.pieces(of: card, file: "README.md").map { piece in
      guard case .fence(let fence) = piece, fence.id == "safety" else { return piece }
      return .fence(
        CardFence(.auto, "safety", fence.content.replacing("| 92.54 ", with: "| 99.54 "))
      )
    }
    let result = try verify(CardFence.joined(pieces))
    #expect(result.problems.map(\.row) == ["BBQ Ambig"])
  }

  @Test(arguments: [
    "<sup>e12</sup>", "<SUP class=\"ev\"> e12 </SUP>", "<sup>e1 … e9, 5</sup>",
    "<sup><b>e12</b></sup>", "<sup>&#101;12</sup>", "<sup>&#x65;&#49;</sup>", "<sup>e 12</sup>",
  ])
  func `finds marks of evidence in the texts of people`(mark: String) throws {
    let line = "| Toxigen | 99.00 \(mark) |"
    var result = try verify(changed("## Known Gaps\n", "## Known Gaps\n\n\(line)\n"))
    #expect(result.problems.map(\.kind) == [.unproved])
    #expect(result.problems.first?.block == "text" && result.problems.first?.found == line)
    result = try verify(changed("A model that dances.", "It dances, 99.00 \(mark)."))
    #expect(result.problems.map(\.block) == ["description"])
    #expect(result.outcome == .tampered)
    let section = "It dances, 99.00 \(mark)."
    #expect(
      CardFixture.code { _ = try HumanSection(parsing: section, id: "x", file: "x.md") }
        == "card/reserved"
    )
  }

  @Test(arguments: ["10<sup>9</sup> tokens", "the 5<sup>edition</sup>", "<sup>e", "1 < sup > e1"])
  func `lets other raised words pass`(text: String) throws {
    #expect(try verify(changed("A model that dances.", text)).outcome == .ok)
  }

  @Test func `refuses what is no card`() {
    #expect(CardFixture.code { _ = try verify("# A card\n") } == "card/foreign")
    let open = card.replacing("<!-- gemma-safety:end safety -->", with: "")
    #expect(CardFixture.code { _ = try verify(open) } == "card/broken-fence")
  }

  @Test func `survives any change of the card, and proves none that changes a block`() throws {
    let bytes = Array(card.utf8)
    let blocks = try automatic(card)
    Fuzz.rounds(150, seed: 1_234) { _, generator in
      let mutant = Fuzz.mutated(bytes, alphabet: "|<>-!#\n 0123456789.:sup", with: &generator)
      guard let text = String(validating: mutant, as: UTF8.self), let result = try? verify(text),
        result.outcome == .ok
      else { return }
      let found = try? automatic(text)
      #expect(found == blocks)
    }
  }

  private func automatic(_ card: String) throws -> [String: String] {
    let (front, _, body) = try CardFrontMatter.split(card, file: "README.md")
    var blocks = ["": front]
    for case .fence(let fence) in try CardFence.pieces(of: body, file: "README.md")
    where fence.owner == .auto { blocks[fence.id] = fence.content }
    return blocks
  }
}
