import ModelCards
import Testing

/// How the page of a card writes figures and their names.
@Suite struct CardFigureTests {
  private let document: CardDocument

  init() throws { document = try CardFixture.whole(CardFixture()).1 }

  @Test func `writes less than zero with a minus on the page, and with a hyphen for machines`()
    throws
  {
    let page = try document.page(CardFixture.template("model-card.html"))
    #expect(page.contains("−18.57 <sup") && !page.contains("-18.57"))
    #expect(try CardFixture.readme(document).contains("-18.57 <sup"))
    let metric = CardFixture.metric(
      "bbq-ambiguous",
      "2B",
      "-6.50",
      metric: "bias_score",
      slice: ["group": "copper_kettles"],
      interval: ("-14.50", "1.00")
    )
    let bundle = try CardFixture().bundle([metric.record])
    let sliced = try CardDocument(source: CardSource(bundle, file: "b"), sections: [])
      .page(CardFixture.template("model-card.html"))
    #expect(sliced.contains("−6.50 <span class=\"ci\">(−14.50 to 1.00)</span> <sup"))
    #expect(sliced.contains("copper_<wbr>kettles"))
    #expect(sliced.contains("bias_<wbr>score, %\u{A0}↑"))
  }

  @Test func `writes less than zero with a minus in a drawing`() throws {
    let bundle = try CardFixture().bundle([
      CardFixture.earlier("bold", "2B", "-3.00").record,
      CardFixture.metric("bold", "2B", "-6.50").record,
    ])
    let files = try CardDocument(source: CardSource(bundle, file: "b"), sections: []).evidenceFiles
    let plot = try #require(files.first { $0.name == "plots/history.svg" })
    let drawing = String(decoding: plot.bytes, as: UTF8.self)
    #expect(drawing.contains("−3.00%, −6.50%") && drawing.contains(">−6.50%</text>"))
  }

  @Test func `explains the names of its figures`() throws {
    let page = try document.page(CardFixture.template("model-card.html"))
    #expect(page.contains("What the Figures Mean") && page.contains("<div id=\"term-accuracy\">"))
    let bundle = try CardFixture().bundle([
      CardFixture.metric("kettles", "2B", "1.00", metric: "silver_share").record
    ])
    let other = try CardDocument(source: CardSource(bundle, file: "b"), sections: [])
      .page(CardFixture.template("model-card.html"))
    #expect(!other.contains("What the Figures Mean"))
  }
}
