import AuditLog
import ModelCards
import SafetyCore
import Testing

/// Whose verdicts a card prints.
@Suite struct CardVerdictTests {
  private func verdict(_ model: String, _ outcome: GateOutcome) -> GateVerdict {
    var verdict = CardFixture.verdict
    verdict.model = model
    verdict.modelSHA256 = Digest.sha256(model.utf8)
    verdict.outcome = outcome
    return verdict
  }

  private func card(_ records: [DecisionRecord]) throws -> (CardDocument, text: String) {
    let bundle = try CardFixture().bundle(records)
    let document = CardDocument(source: try CardSource(bundle, file: "b"), sections: [])
    return (document, try CardFixture.readme(document))
  }

  @Test func `prints the last verdict about its weights and none about others`() throws {
    let (document, text) = try card([
      CardFixture.metric("bold", "2B", "45.57").record, verdict("2B", .pass).record,
      verdict("2B", .fail).record, verdict("elsewhere", .pass).record,
    ])
    #expect(document.source.verdicts.map(\.body.outcome) == [.fail])
    #expect(text.contains("| Outcome | **fail** <sup>"))
    #expect(text.contains("- The release gate says **fail**.\n"))
    #expect(!text.contains("elsewhere"))
  }

  @Test func `says that nobody decided where only other weights were decided about`() throws {
    let (document, text) = try card([
      CardFixture.metric("bold", "2B", "45.57").record, verdict("elsewhere", .pass).record,
    ])
    #expect(document.source.verdicts.isEmpty)
    #expect(text.contains("- No release gate has decided about this model.\n"))
  }

  @Test func `prints a verdict for each of several weights, and names those without`() throws {
    let figures = ["2B", "7B", "9B"].map { CardFixture.metric("bold", $0, "45.57").record }
    var unnamed = CardFixture.metric("bold", "upstream", "45.57")
    unnamed.subject.modelSHA256 = nil
    let (document, text) = try card(
      figures + [unnamed.record, verdict("2B", .fail).record, verdict("7B", .pass).record]
    )
    let block = try #require(document.blocks.first { $0.id == "verdict" })
    #expect(block.tables.count == 4)
    #expect(text.contains("- The release gate says **fail** about `2B`.\n"))
    for model in ["9B", "upstream"] {
      #expect(text.contains("- No verdict of a release gate is about the weights of `\(model)`.\n"))
    }
    #expect(!text.contains("weights of `7B`") && !text.contains("weights of `2B`"))
  }

  @Test func `goes by names where no figure names weights, and says so`() throws {
    var metric = CardFixture.metric("bold", "2B", "45.57")
    metric.subject.modelSHA256 = nil
    let (document, text) = try card([
      metric.record, verdict("2B", .pass).record, verdict("elsewhere", .fail).record,
    ])
    #expect(document.source.verdicts.map(\.body.model) == ["2B"])
    #expect(
      text.contains("- No figure of this card names the weights that the release gate decided")
    )
  }
}
