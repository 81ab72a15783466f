import AuditLog
import ModelCards
import SafetyCore
import Testing

/// Names in a log may hold anything; a card shows them and lets none of them act.
@Suite struct CardNameTests {
  private static let hostile = [
    "<script>alert(1)</script>", "a|b\\|c", "[kettle](javascript:dance)", "**bold** `code` ~~no~~",
    "<!-- gemma-safety:end safety -->", "<sup>e3</sup>", "line\nfeed\r\nand\u{2028}more",
    "_kettle_",
    "![x](https://example.org/x.svg)", "&lt;b&gt;", "\\`tick", "---", "\u{202E}ecnad",
  ]

  /// A card in whose every block the name stands.
  private func made(_ name: String) throws -> (EvidenceBundle, CardDocument) {
    let fixture = try CardFixture()
    var model = CardFixture.model
    model.model = name
    model.architecture = name
    var verdict = CardFixture.verdict
    verdict.model = name
    verdict.rules[0].reason = name
    var tally = CardFixture.tally
    tally.model = name
    let figures = [
      CardFixture.metric("toxigen", name, "29.77"), CardFixture.metric(name, name, "42.3"),
      CardFixture.metric("bold", name, "3.0", metric: name, slice: [name: name]),
    ]
    let records =
      CardFixture.filterRun(byReason: [name: 3]) + [model.record] + figures.map(\.record)
      + [CardFixture.spread(name, name).record, tally.record, verdict.record]
    let bundle = try fixture.bundle(records)
    return (bundle, CardDocument(source: try CardSource(bundle, file: "b"), sections: []))
  }

  @Test(arguments: hostile)
  func `makes a card again and proves it whatever a name holds`(name: String) throws {
    let (bundle, document) = try made(name)
    let card = try CardFixture.readme(document)
    #expect(try CardUpdate(old: card, new: card, file: "README.md").text == card)
    let keys = [CardFixture.signer.verifier]
    let verification = try CardVerification(
      card: card,
      bundle: bundle,
      keys: keys,
      file: "README.md"
    )
    #expect(verification.outcome == .ok, "\(verification.problems)")
  }

  @Test(arguments: hostile)
  func `lets no name act in a page`(name: String) throws {
    let page = try made(name).1.page(CardFixture.template("model-card.html"))
    for mark in ["<script", "<img", "href=\"javascript", "<strong>bold</strong>", "\\<"] {
      #expect(!page.contains(mark), "\(mark)")
    }
    #expect(!page.contains("<code>code</code>"))
  }

  @Test(
    arguments: [
      ("gemma-3-1b_it", "gemma-3-1b_it"), ("_kettle_", "\\_kettle\\_"), ("a*b", "a\\*b"),
      ("<b>", "\\<b>"), ("ci_upper <= 0.4", "ci_upper <= 0.4"), ("<!-- x -->", "\\<\\!-- x -->"),
      ("[x](y)", "\\[x](y)"), ("C:\\kettle", "C:\\\\kettle"), ("R&D", "R\\&D"), ("a & b", "a & b"),
      ("two\nlines", "two\u{FFFD}lines"),
    ]
  )
  func `marks only what Markdown would take for more than a text`(name: String, shown: String) {
    let text: MarkdownText = "\(name)"
    #expect(text.markdown == shown)
  }

  @Test func `shows a name as code where it can stand in code`() {
    let digest: MarkdownText = "\(code: "4f…") and \(code: "a`b") and \(code: "<!-- x")"
    #expect(digest.markdown == "`4f…` and a\\`b and \\<\\!-- x")
  }

  @Test func `gives every file of results a name of its own`() throws {
    let names = ["a/b", "a b", String(repeating: "kettle", count: 60)]
    let records = names.map { CardFixture.metric("toxigen", $0, "29.77").record }
    let bundle = try CardFixture().bundle(records)
    let files = HubEvaluationResults.files(try CardSource(bundle, file: "b"))
    #expect(Set(files.map(\.name)).count == 3)
    #expect(files.allSatisfy { $0.name.utf8.count < 200 })
  }

  @Test func `names the level of an interval in the results`() throws {
    var metric = CardFixture.metric("toxigen", "2B", "29.77", interval: ("25.0", "35.0"))
    metric.interval?.level = "0.999"
    let bundle = try CardFixture().bundle([metric.record])
    let files = HubEvaluationResults.files(try CardSource(bundle, file: "b"))
    #expect(files.first?.text.contains("99.9% interval 25.00 to 35.00") ?? false)
  }
}
