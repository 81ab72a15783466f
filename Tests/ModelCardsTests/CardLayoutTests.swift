import AuditLog
import FuzzSupport
import ModelCards
import SafetyCore
import Testing

/// Cards of another layout than this program's, and attempts to pass a changed card off as one.
@Suite struct CardLayoutTests {
  private static let other = CardManifest.currentLayout + 1
  private let fixture: CardFixture
  private let bundle: EvidenceBundle
  private let card: String
  /// The card as another version would have written it: one digit less in one cell.
  private let foreign: String

  init() throws {
    fixture = try CardFixture()
    let (bundle, document) = try CardFixture.whole(fixture)
    self.bundle = bundle
    card = try CardFixture.readme(document)
    foreign = card.replacing("| 31.81 <sup>", with: "| 31.8 <sup>")
  }

  /// The bundle with a manifest of a card under a key.
  private func signed(
    _ card: String,
    layout: Int = other,
    files: [CardFile] = [],
    by signer: NoteSigner = CardFixture.signer
  ) throws -> EvidenceBundle {
    var bundle = bundle
    let manifest = try CardManifest(layout: layout, card: card, files: files, bundle: bundle)
    bundle.cardManifest = try SignedNote(text: manifest.text).signed(by: signer)
    return bundle
  }

  private func verify(
    _ card: String,
    _ bundle: EvidenceBundle,
    files: [CardFile] = [],
    keys: [NoteVerifier] = [CardFixture.signer.verifier]
  ) throws -> CardVerification {
    try CardVerification(card: card, files: files, bundle: bundle, keys: keys, file: "README.md")
  }

  /// The card without one of its blocks.
  private func without(_ id: String) throws -> String {
    let (_, _, body) = try CardFrontMatter.split(card, file: "README.md")
    let pieces = try CardFence.pieces(of: body, file: "README.md").filter {
      if case .fence(let fence) = $0 { fence.id != id } else { true }
    }
    return card.prefix(card.count - body.count) + CardFence.joined(pieces)
  }

  @Test func `proves a card of this layout, whether the layout is signed or not`() throws {
    let result = try verify(card, signed(card, layout: CardManifest.currentLayout))
    #expect(result.outcome == .ok && result.layout == CardManifest.currentLayout)
    let bare = try verify(card, bundle)
    #expect(bare.outcome == .ok && bare.layout == nil)
    // What this program makes again needs no word about its layout.
    let claimed = try verify(card, signed(card))
    #expect(claimed.outcome == .ok && claimed.otherLayouts.isEmpty)
  }

  @Test func `takes a signed card of another layout neither for proved nor for tampered`() throws {
    let result = try verify(foreign, signed(foreign))
    #expect(result.outcome == .incomplete)
    #expect(result.problems.isEmpty && result.layout == Self.other)
    #expect(result.otherLayouts.map(\.part) == ["safety"])
    let difference = try #require(result.otherLayouts.first?.differences.first)
    #expect(difference.row == "TruthfulQA" && difference.column == "2B")
    #expect(difference.found?.hasPrefix("31.8 ") ?? false)
    // All figures but that one stand as they would here.
    #expect(try result.proved == verify(card, bundle).proved - 1)
  }

  @Test func `finds what was changed in a card of another layout`() throws {
    let bundle = try signed(foreign)
    var result = try verify(foreign.replacing("| 31.8 <sup>", with: "| 44.8 <sup>"), bundle)
    #expect(result.outcome == .tampered)
    #expect(result.problems.map(\.row) == ["TruthfulQA"])
    result = try verify(foreign.replacing("| 92.54 <sup>", with: "| 99.54 <sup>"), bundle)
    #expect(result.problems.map(\.row).contains("BBQ Ambig"))
    result = try verify(foreign.replacing("value: 29.77", with: "value: 9.77"), bundle)
    #expect(result.problems.map(\.block) == ["front-matter"])
    #expect(result.otherLayouts.map(\.part) == ["safety"])
  }

  @Test func `believes no layout that a key of the evidence has not signed`() throws {
    func isTampered(
      _ bundle: EvidenceBundle,
      keys: [NoteVerifier] = [CardFixture.signer.verifier]
    ) throws -> Bool {
      let result = try verify(foreign, bundle, keys: keys)
      return result.outcome == .tampered && result.layout == nil && result.otherLayouts.isEmpty
    }
    #expect(try isTampered(bundle), "no manifest")
    let stranger = NoteSigner(name: "stranger", key: .random())
    #expect(try isTampered(signed(foreign, by: stranger)), "a stranger's key")
    let keys = [CardFixture.signer.verifier, stranger.verifier]
    #expect(try isTampered(signed(foreign, by: stranger), keys: keys), "a key of other evidence")
    let namesake = NoteSigner(name: CardFixture.signer.name, key: .random())
    #expect(try isTampered(signed(foreign, by: namesake)), "a key of the same name")
    #expect(try isTampered(signed(foreign), keys: []), "no key given")
  }

  @Test func `is not deceived by another layout's number on what was signed`() throws {
    // The signer made the card in this layout; whoever edits it changes the number and the digests.
    var bundle = try signed(card, layout: CardManifest.currentLayout)
    let honest = try #require(bundle.cardManifest)
    let forged = try #require(try signed(foreign).cardManifest)
    bundle.cardManifest = SignedNote(text: forged.text, signatures: honest.signatures)
    #expect(try verify(foreign, bundle).outcome == .tampered)
    let number = honest.text.replacing(
      "layout \(CardManifest.currentLayout)\n",
      with: "layout \(Self.other)\n"
    )
    bundle.cardManifest = SignedNote(text: number, signatures: honest.signatures)
    #expect(try verify(foreign, bundle).outcome == .tampered)
    // Nor does a signature excuse what this layout would have written otherwise.
    let same = try verify(foreign, signed(foreign, layout: CardManifest.currentLayout))
    #expect(same.outcome == .tampered && same.layout == CardManifest.currentLayout)
  }

  @Test func `takes no manifest of other evidence, and no checkpoint for one`() throws {
    var bundle = try signed(foreign)
    let last = try #require(bundle.items.indices.last)
    bundle.items.remove(at: last)
    #expect(try verify(foreign, bundle).layout == nil)
    #expect(try verify(foreign, bundle).outcome == .tampered)
    bundle = self.bundle
    bundle.cardManifest = bundle.note
    #expect(try verify(foreign, bundle).outcome == .tampered)
    #expect(try AuditCheckpoint(note: signed(foreign).cardManifest?.text ?? "") == nil)
  }

  @Test func `knows which blocks another layout had`() throws {
    let fence = CardFence(.auto, "kettles", "There are 3 kettles <sup>e1</sup>.").text
    let more = card.replacing("## Known Gaps\n", with: "\(fence)\n\n## Known Gaps\n")
    var result = try verify(more, signed(more))
    #expect(result.outcome == .incomplete && result.otherLayouts.map(\.part) == ["kettles"])
    // The card that lost the block again, though this layout never had it.
    result = try verify(card, signed(more))
    #expect(result.outcome == .tampered && result.problems.map(\.message) == ["`kettles`: missing"])
    let fewer = try without("history")
    result = try verify(fewer, signed(fewer))
    #expect(result.outcome == .incomplete && result.otherLayouts.map(\.part) == ["history"])
    #expect(try verify(fewer, signed(card)).outcome == .tampered)
  }

  @Test func `tells files of another layout from files that were changed`() throws {
    let plot = CardFile("plots/safety.svg", "<svg>another</svg>")
    let bundle = try signed(card, files: [plot])
    var result = try verify(card, bundle, files: [plot])
    #expect(result.outcome == .incomplete && result.checkedFiles.isEmpty)
    #expect(result.otherLayouts.map(\.part) == ["plots/safety.svg"])
    result = try verify(card, bundle, files: [CardFile(plot.name, "<svg>changed</svg>")])
    #expect(result.outcome == .tampered)
  }

  @Test func `survives any change of the manifest, and believes none`() throws {
    let note = try #require(try signed(foreign).cardManifest)
    let bytes = Array(note.encoded.utf8)
    Fuzz.rounds(100, seed: 99) { _, generator in
      let mutant = Fuzz.mutated(bytes, alphabet: " \n0123456789abcdef+/=", with: &generator)
      guard mutant != bytes, let changed = try? SignedNote(parsing: mutant) else { return }
      var bundle = bundle
      bundle.cardManifest = changed
      let result = try? verify(foreign, bundle)
      #expect(result?.outcome == .tampered || changed.text == note.text)
    }
  }

  /// Every layout that a program wrote, with the digests of the tests' cards in it by their kind.
  ///
  /// The second differs from the first in pages, in drawings of figures below zero, and in cards of datasets; the third
  /// names the events behind the counts of the filters' bullets.
  private static let layouts: [Int: [CardSettings.Kind: String]] = [
    1: [.model: "fecfa78d1822651d2e600efe97f5952495ced09ec16dfe6020123c6c8810ddf5"],
    2: [
      .model: "fecfa78d1822651d2e600efe97f5952495ced09ec16dfe6020123c6c8810ddf5",
      .dataset: "af0b710e4bdf1ea67389cb0dece2c7eb48c08553bdc5cb15379579424fd7903a",
    ],
    3: [
      .model: "63e7acb98cee0576f7f5acbf9d259f8f511d36e1f2a8e7135938fa7ef5a75a62",
      .dataset: "85d5b03ba04f8861e03e3e7ccc6941cdedb39489a4742d22f3b4e72cac57a85b",
    ],
  ]

  @Test(arguments: CardSettings.Kind.allCases)
  func `has a number of its own for what this program writes`(kind: CardSettings.Kind) throws {
    let fixture = try CardFixture()
    let (_, document) =
      try kind == .model ? CardFixture.whole(fixture) : CardFixture.dataSet(fixture)
    let text = try CardFixture.readme(document)
    let (front, _, body) = try CardFrontMatter.split(text, file: "README.md")
    var parts = [front]
    for case .fence(let fence) in try CardFence.pieces(of: body, file: "README.md")
    where fence.owner == .auto && fence.id != "evidence" { parts.append(fence.content) }
    parts += document.evidenceFiles.map { String(decoding: $0.bytes, as: UTF8.self) }
    let digest = Digest.sha256(parts.joined(separator: "\n").utf8).hex
    #expect(
      Self.layouts[CardManifest.currentLayout]?[kind] == digest,
      "where the layout changed, raise CardManifest.currentLayout and add its digests here"
    )
  }

  @Test func `finds blocks in another order than was signed, and comments with another digest`()
    throws
  {
    let bundle = try signed(card, layout: CardManifest.currentLayout)
    let pieces = try CardFence.pieces(of: card, file: "README.md")
    let places = pieces.indices.filter { place in
      if case .fence(let fence) = pieces[place] { fence.owner == .auto } else { false }
    }
    var swapped = pieces
    swapped.swapAt(places[0], places[1])
    let moved = try verify(CardFence.joined(swapped), bundle)
    #expect(moved.outcome == .tampered)
    #expect(moved.problems.map(\.kind) == [.swapped])
    // Nobody vouches for the order where nobody signed it: a person may have another template.
    #expect(try verify(CardFence.joined(swapped), self.bundle).outcome == .ok)
    guard case .fence(let fence) = pieces[places[0]] else { return }
    let last = fence.digest.last == "0" ? "1" : "0"
    let edited = card.replacing(fence.digest, with: fence.digest.dropLast() + last)
    let found = try verify(edited, self.bundle)
    #expect(found.outcome == .tampered && found.problems.map(\.block) == [fence.id])
  }
}
