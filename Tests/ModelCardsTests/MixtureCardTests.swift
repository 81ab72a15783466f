import AuditLog
import ModelCards
import SafetyCore
import Testing

/// Cards of mixtures, and what a card says of inputs that could not be opened.
@Suite struct MixtureCardTests {
  private static let composition = """
    | Property | Value |
    | --- | ---: |
    | Documents in the mixture, every copy counted | 39 <sup>e5, e6</sup> |
    | Different documents | 29 <sup>e5, e6</sup> |
    | Bytes of text, every copy counted | 8,000 <sup>e5, e6</sup> |
    | Tokens, every copy counted | 1,800 <sup>e5, e6</sup> |
    | Documents set aside | 3 <sup>e5, e6</sup> |
    | Lines and files that could not be read | 1 <sup>e8</sup> |
    | Files and folders that could not be opened | 2 <sup>e8</sup> |
    | Recipe | two-teas `DIGEST` <sup>e4</sup> |
    | Seed of the choice and the order | 7 <sup>e4</sup> |
    | Most passes of a source | 2 <sup>e4</sup> |
    | Share set aside | 0.05 <sup>e4</sup> |
    | Seed of what is set aside | 0 <sup>e4</sup> |
    | SHA-256 of the tokenizer | `DIGEST` <sup>e4</sup> |
    | Input files | 2 <sup>e4</sup> |
    | Input bytes | 5,120 <sup>e4</sup> |

    Amounts of the sources are counted in tokens. A pass takes every document of a source once; \
    repeats are copies of a document beside its first.

    | Source | Available | Asked | Taken | Share of the mixture | Passes | Documents | Repeats | Set aside |
    | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
    | `web` | 900 E5 | 1,350 E5 | 1,352 E5 | 75.11% E5 | 1.50 E5 | 30 E5 | 10 E5 | 2 E5 |
    | `notes` | 400 E6 | 450 E6 | 448 E6 | 24.89% E6 | 1.12 E6 | 9 E6 | 0 E6 | 1 E6 |

    | Source | Filter run | SHA-256 of its report |
    | --- | --- | --- |
    | `web` | `f1` <sup>e4</sup> | `SHORT` <sup>e4</sup> |
    | `notes` | none on record | – |

    | File | Documents | Bytes | SHA-256 |
    | --- | ---: | ---: | --- |
    | `train/train-00000-of-00001.jsonl` <sup>e7</sup> | 39 <sup>e7</sup> | 9,000 <sup>e7</sup> | `SHORT` <sup>e7</sup> |
    """

  /// The text of an automatic block.
  private func block(_ id: String, of card: String) throws -> String? {
    let (_, _, body) = try CardFrontMatter.split(card, file: "README.md")
    for case .fence(let fence) in try CardFence.pieces(of: body, file: "README.md")
    where fence.owner == .auto && fence.id == id { return fence.content }
    return nil
  }

  private func verify(_ card: String, _ bundle: EvidenceBundle) throws -> CardVerification {
    try CardVerification(
      card: card,
      bundle: bundle,
      keys: [CardFixture.signer.verifier],
      file: "README.md"
    )
  }

  @Test func `counts what a mixture took of which source`() throws {
    let fixture = try CardFixture()
    let (bundle, document) = try CardFixture.dataSet(
      fixture,
      CardFixture.filterRun + CardFixture.mixture
    )
    let card = try CardFixture.readme(document)
    let hex = CardFixture.digest.hex
    let expected = Self.composition.replacing("DIGEST", with: hex)
      .replacing("SHORT", with: hex.prefix(16)).replacing(" E5 ", with: " <sup>e5</sup> ")
      .replacing(" E6 ", with: " <sup>e6</sup> ")
    #expect(try block("composition", of: card) == expected)
    #expect(card.contains("size_categories:\n- n<1K\n"))
    #expect(card.contains("Mixing: gemma-safety 0.1.0 on linux"))
    #expect(card.contains("A mixture has no bias audit"))
    #expect(card.contains("- No filter run is on record of the sources: `notes`.\n"))
    // The filter run that it came from is in the same log.
    #expect(card.contains("| `f1` <sup>e1</sup> | corpus"))
    let page = try document.page(CardFixture.template("dataset-card.html"))
    #expect(page.contains("39 documents of 2 sources · log of"))
    let result = try verify(card, bundle)
    #expect(result.outcome == .ok && result.proved > 30)
  }

  @Test func `finds what was changed in the card of a mixture`() throws {
    let fixture = try CardFixture()
    let (bundle, document) = try CardFixture.dataSet(fixture, CardFixture.mixture)
    let card = try CardFixture.readme(document)
    #expect(card.contains("are in other logs; their cards count what was filtered"))
    #expect(card.contains("- Filter runs in other logs: `f1`.\n"))
    let changed = card.replacing("| 75.11% <sup>", with: "| 57.11% <sup>")
    let result = try verify(changed, bundle)
    #expect(result.outcome == .tampered)
    #expect(result.problems.count == 1 && result.problems[0].block == "composition")
    #expect(result.problems[0].column == "Share of the mixture")
  }

  @Test func `says nothing of a mixture in the card of a model`() throws {
    let bundle = try CardFixture().bundle(CardFixture.mixture)
    #expect(try CardSource(bundle, file: "b").mixture == nil)
  }

  @Test func `counts what could not be opened, by run and reason`() throws {
    let end = RunEnd(
      run: "f1",
      totals: ShardCounts(read: 1000, kept: 940, removed: 50, redacted: 30, quarantined: 10),
      byReason: [:],
      unreadable: ["input/unreadable": 3, "input/symlink-loop": 1],
      itemsRoot: RunEnd.itemsRoot(of: [CardFixture.digest])
    )
    let (bundle, document) = try CardFixture.dataSet(
      CardFixture(),
      Array(CardFixture.filterRun.dropLast()) + [end.record]
    )
    let card = try CardFixture.readme(document)
    #expect(card.contains("| Files and folders that could not be opened | 4 <sup>e3</sup> |"))
    #expect(card.contains("| `f1` | `input/symlink-loop` | 1 <sup>e3</sup> |\n"))
    #expect(card.contains("| `f1` | `input/unreadable` | 3 <sup>e3</sup> |\n"))
    #expect(try verify(card, bundle).outcome == .ok)
    let changed = card.replacing("`input/unreadable` | 3 ", with: "`input/unreadable` | 2 ")
    #expect(try verify(changed, bundle).outcome == .tampered)
  }
}
