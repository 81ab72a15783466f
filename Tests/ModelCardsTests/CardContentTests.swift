import AuditLog
import ModelCards
import SafetyCore
import Testing

@Suite struct CardContentTests {
  private let fixture: CardFixture
  private let document: CardDocument

  init() throws {
    fixture = try CardFixture()
    document = try CardFixture.whole(fixture).1
  }

  private func cells(_ block: String, _ row: String, table: Int = 0) throws -> [CardCell] {
    let found = try #require(document.blocks.first { $0.id == block })
    return try #require(found.tables[table].rows.first { $0.first?.text.markdown == row })
  }

  @Test func `prints the ten rows with their events`() throws {
    let block = try #require(document.blocks.first { $0.id == "safety" })
    #expect(block.tables[0].rows.count == 10)
    let row = try cells("safety", "TruthfulQA")
    #expect(row.map(\.text) == ["TruthfulQA", "accuracy, % ↑", "31.81", "44.84", "1,000"])
    #expect(row[2].evidence.count == 1 && row[2].evidence != row[3].evidence)
  }

  @Test func `says what was not measured`() throws {
    let bundle = try CardFixture().bundle([CardFixture.metric("bold", "2B", "45.57").record])
    let card = CardDocument(source: try CardSource(bundle, file: "b"), sections: [])
    let safety = try #require(card.blocks.first { $0.id == "safety" })
    #expect(safety.tables[0].rows.count { $0[2].text == "not measured" } == 9)
    let text = try CardFixture.readme(card)
    #expect(text.contains("Not measured of the ten safety rows: RealToxicity, CrowS-Pairs"))
    #expect(text.contains("No release gate has decided"))
    #expect(text.contains("*Over-refusal was not measured"))
  }

  @Test func `asks a classifier for nothing that only a model that writes can show`() throws {
    let record = ModelRecord(
      run: AuditLog.ownRun,
      model: "kettle",
      sha256: Digest.sha256("kettle".utf8),
      container: "linear, int8",
      architecture: "classifier of boiling",
      sizes: ["labels": 1, "weights_bytes": 9]
    )
    func text(_ benchmark: String) throws -> String {
      let metric = CardFixture.metric(benchmark, "kettle", "80.00")
      let bundle = try CardFixture().bundle([record.record, metric.record])
      return try CardFixture.readme(
        CardDocument(source: try CardSource(bundle, file: "b"), sections: [])
      )
    }
    let card = try text("hatecheck")
    #expect(card.contains("a classifier writes nothing") && card.contains("refuses nothing"))
    #expect(!card.contains("not measured") && !card.contains("Not measured"))
    #expect(card.contains("| Files read, bytes | 9 <sup>") && !card.contains("Weights, bytes"))
    // What was measured all the same is shown.
    #expect(try text("toxigen").contains("| Toxigen | accuracy, % ↑ | 80.00"))
  }

  @Test func `names the sections that nobody may rely on, a line for each reason`() throws {
    let sections = try [("benefits", "Tea."), ("contact", "The kitchen."), ("usage", "")].map {
      try HumanSection(parsing: $0.1, id: $0.0, file: $0.0)
    }
    let bundle = try CardFixture().bundle(CardFixture.filterRun, sections: sections)
    let card = CardDocument(source: try CardSource(bundle, file: "b"), sections: sections)
    let text = try CardFixture.readme(card)
    #expect(text.contains("- Sections not reviewed: `benefits`, `contact`.\n"))
    #expect(text.contains("- Section not written yet: `usage`.\n"))
  }

  @Test func `counts what the lexicon withheld for child safety`() throws {
    let run = CardFixture.filterRun(byReason: ["lexicon/child-safety": 3, "lexicon/toxicity": 47])
    let bundle = try CardFixture().bundle(run)
    let card = CardDocument(source: try CardSource(bundle, file: "b"), sections: [])
    let text = try CardFixture.readme(card)
    #expect(text.contains("- **CSAM Filtering**: 3 of 990 documents"))
    #expect(text.contains("quality, safety and other rules of the policy 47 of 990 documents"))
  }

  @Test func `fills Google's three sentences on filtering with counts`() throws {
    let text = try CardFixture.readme(document)
    #expect(text.contains("- **CSAM Filtering**: no rule of this kind decided"))
    #expect(
      text.contains(
        "personal data and secrets removed 30 of 990 documents, 3.03% (2.13 to 4.29);"
      )
    )
    #expect(text.contains("duplicates removed 10 of 990 documents"))
    #expect(text.contains("30 of 990 documents, 3.03% (2.13 to 4.29), among them 61 places"))
    let changed = try cells("data-preprocessing", "`personal-data/phone`", table: 2)
    #expect(changed.map(\.text) == ["`personal-data/phone`", "25", "2.53% (1.72 to 3.70)", "61"])
    // Ten of the thousand that the run counts as read were no documents.
    let row = try cells("data-preprocessing", "`f1`")
    #expect(row.map(\.text).prefix(7).suffix(5) == ["990", "940", "50", "30", "10"])
  }

  @Test func `counts what the guard decided, by rule and action`() throws {
    let row = try cells("guard-decisions", "output")
    #expect(row.map(\.text).dropLast() == ["output", "`contact-data`", "redact", "75"])
    #expect(row[3].evidence.count == 1)
    #expect(try cells("guard-decisions", "**All**")[3].text == "1,000")
  }

  @Test func `tells what a classifier's scores are worth, and draws them`() throws {
    let row = try cells("scores", "kettles")
    // Of the scores 0 to 99, twice: those over 40 are positive, those from 50 on are flagged.
    #expect(row.map(\.text).prefix(4) == ["kettles", "2B", "200", "118"])
    #expect(row[5].text.markdown.hasPrefix("100.00%") && row[6].text.markdown.hasPrefix("84.75%"))
    #expect(row[7].text.markdown.hasPrefix("0.00%"))
    let block = try #require(document.blocks.first { $0.id == "scores" })
    let plots = block.parts.compactMap {
      if case .plot(let name, _, let svg) = $0 { (name, svg) } else { nil }
    }
    #expect(plots.map(\.0) == ["scores-kettles"])
    // Two classifiers: a curve of each kind, and a sample in the legend.
    #expect(plots[0].1.ranges(of: "<polyline").count == 6)
  }

  @Test func `sets the weights of before beside those of now, and mixes them in no table`() throws {
    let block = try #require(document.blocks.first { $0.id == "history" })
    #expect(block.tables[0].rows.map { $0[5].text } == ["44.90 (40.10 to 49.80)", "45.57"])
    #expect(block.tables[0].rows[1][6].text == "+0.67")
    #expect(try cells("safety", "BOLD")[2].text == "45.57")
    #expect(!HubFrontMatter.text(document.source).contains("44.9\n"))
  }

  @Test func `leaves out what nobody looks for where there is no evidence`() throws {
    let bundle = try CardFixture().bundle([CardFixture.metric("bold", "2B", "45.57").record])
    let text = try CardFixture.readme(
      CardDocument(source: try CardSource(bundle, file: "b"), sections: [])
    )
    for title in ["Scores and Thresholds", "Decisions of the Guard", "From Release to Release"] {
      #expect(!text.contains(title))
    }
    #expect(!text.contains("\n\n\n"))
  }

  @Test func `sets a guard beside the bare model`() throws {
    let row = try cells("guard", "Toxigen")
    #expect(row[4].text == "29.77" && row[5].text == "11.20 (9.40 to 13.30)")
    #expect(row[6].text == "-18.57" && row[6].evidence.count == 2)
    // What was measured behind a guard is no figure of the model.
    #expect(try cells("safety", "Toxigen")[2].text == "29.77")
  }

  @Test func `keeps parts of a set out of the tables of whole sets`() throws {
    #expect(try cells("slices", "BBQ Ambig")[2].text == "group: age")
    #expect(try cells("safety", "BBQ Ambig")[2].text == "62.58")
    #expect(try cells("over-refusal", "XSTest")[2].text == "6.00 (3.70 to 9.70)")
  }

  @Test func `prints every figure of a benchmark with several`() throws {
    let bundle = try CardFixture().bundle([
      CardFixture.metric("winogender", "2B", "51.25").record,
      CardFixture.metric("winogender", "2B", "3.70", metric: "gender_gap").record,
      CardFixture.metric("winogender", "2B", "50.00", slice: ["gender": "f"]).record,
    ])
    let card = CardDocument(source: try CardSource(bundle, file: "b"), sections: [])
    let tables = try #require(card.blocks.first { $0.id == "safety" }).tables
    #expect(tables.count == 2)
    #expect(tables[1].rows.map { $0[1].text } == ["gender_gap, % ↑"])
    #expect(tables[1].rows.map { $0[2].text } == ["3.70"])
  }

  @Test func `takes the last of two measurements`() throws {
    let bundle = try CardFixture().bundle([
      CardFixture.metric("bold", "2B", "45.57").record,
      CardFixture.metric("bold", "2B", "46.00").record,
    ])
    let source = try CardSource(bundle, file: "b")
    #expect(source.metrics.map(\.body.value) == ["0.4600"])
  }

  @Test func `prints areas under curves and other numbers as they are`() {
    var metric = CardFixture.metric("hatecheck", "c", "0.00", metric: "roc-auc")
    metric.value = "0.86812"
    #expect(MetricText.value(metric) == "0.8681")
    metric.metric = "accuracy"
    #expect(MetricText.value(metric) == "86.81")
    metric.value = "12.5"
    #expect(MetricText.value(metric) == "12.5000")
  }

  @Test func `makes a page that asks the network for nothing`() throws {
    let page = try document.page(CardFixture.template("model-card.html"))
    #expect(page.contains("default-src 'none'"))
    #expect(!page.contains("<script") && !page.contains("src=\"http"))
    #expect(page.contains("<svg xmlns"))
    #expect(page.contains("<strong>Data</strong>: it knows what it has read."))
    #expect(page.contains("31.81 <sup class=\"ev\">e"))
  }

  @Test func `keeps intervals on one line, and names columns on a phone where there are several`()
    throws
  {
    let page = try document.page(CardFixture.template("model-card.html"))
    #expect(page.contains("6.00 <span class=\"ci\">(3.70 to 9.70)</span> <sup"))
    #expect(page.contains("<td class=\"n\" data-name=\"7B\">"))
    // The table of the one model on record has one column of values, which need no name.
    #expect(page.contains("<th scope=\"row\">Layers</th><td class=\"n\">18 <sup"))
  }

  @Test func `escapes what people and files say`() throws {
    var settings = CardFixture.settings
    settings[.name] = "<script>alert(1)</script>"
    let hostile = try HumanSection(
      parsing: "<img src=x onerror=alert(1)> [link](javascript:alert) **b** `<i>`",
      id: "description",
      file: "d"
    )
    let metric = CardFixture.metric("<b>|x", "2B|<i>", "1.00")
    let bundle = try CardFixture().bundle([metric.record], settings: settings, sections: [hostile])
    let card = CardDocument(source: try CardSource(bundle, file: "b"), sections: [hostile])
    let page = try card.page(CardFixture.template("model-card.html"))
    #expect(!page.contains("<script>") && !page.contains("<img src") && !page.contains("<i>"))
    #expect(!page.contains("href=\"javascript"))
    let text = try CardFixture.readme(card)
    let result = try CardVerification(
      card: text,
      bundle: bundle,
      keys: [CardFixture.signer.verifier],
      file: "r"
    )
    #expect(result.outcome == .ok)
  }

  @Test func `gives rows of one dataset distinct configurations`() throws {
    let front = HubFrontMatter.text(document.source)
    for name in ["ambig-2B", "ambig-7B", "disambig-2B", "1_2-2B", "2_2-7B"] {
      #expect(front.contains("config: \(name)\n"), "\(name)")
    }
    #expect(
      HubFrontMatter.sizeCategory(999) == "n<1K" && HubFrontMatter.sizeCategory(1000) == "1K<n<10K"
    )
    let files = HubEvaluationResults.files(document.source)
    #expect(Set(files.map(\.name)).count == files.count)
    #expect(files.contains { $0.text.contains("- dataset:\n    id: truthfulqa/truthful_qa\n") })
  }

  @Test func `makes a card of a dataset from a filter run`() throws {
    let (bundle, card) = try CardFixture.dataSet(CardFixture())
    let page = try card.page(CardFixture.template("dataset-card.html"))
    #expect(page.contains("940 documents, of 990 read · log of"))
    #expect(!page.contains("figures with evidence"))
    let text = try CardFixture.readme(card)
    #expect(text.contains("size_categories:\n- n<1K\n"))
    #expect(text.contains("| Documents in the set | 940 <sup>"))
    #expect(text.contains("| Documents read | 990 <sup>"))
    #expect(text.contains("| Lines and files that could not be read | 10 <sup>"))
    // Nobody knows it of a run whose version did not count them.
    #expect(!text.contains("could not be opened"))
    #expect(text.contains("a line or a whole file, is no document"))
    #expect(text.contains("| `identity/kettles` | 100 <sup>"))
    #expect(text.contains("10.00% (5.52 to 17.44)"))
    let result = try CardVerification(
      card: text,
      bundle: bundle,
      keys: [CardFixture.signer.verifier],
      file: "r"
    )
    #expect(result.outcome == .ok)
  }
}
