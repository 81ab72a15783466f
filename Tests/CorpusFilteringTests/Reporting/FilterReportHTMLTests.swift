import CorpusFiltering
import SafetyCore
import Testing

@Suite struct `Report as a page` {
  private func page(_ outcomes: [DocumentOutcome], examples: [ReportExample] = []) -> String {
    var statistics = SampleRun.empty
    for outcome in outcomes { statistics.add(outcome) }
    var context = SampleRun.context(elapsed: 2)
    context.examples = examples
    return FilterReport(statistics: statistics, context: context).html()
  }

  /// A document that fails on the number of its words.
  private func short(_ id: String) -> DocumentOutcome {
    var values = SampleRun.clean
    values[0] = 3
    var outcome = SampleRun.outcome(1, values: values)
    outcome.id = id
    return outcome
  }

  @Test func `names nothing that a browser would fetch or run`() {
    let html = page(SampleRun.outcomes(300))
    for word in ["http:", "https:", "<script", "@import", "url(", " src=", "<link rel=\"style"] {
      #expect(!html.contains(word), "\(word)")
    }
    #expect(html.contains("default-src 'none'; style-src 'sha256-"))
  }

  @Test func `shows ids from outside as text`() {
    let html = page([short("<img src=x onerror=alert(1)>\u{202E}\"'")])
    #expect(!html.contains("<img"))
    #expect(html.contains("&lt;img src=x onerror=alert(1)&gt;\u{FFFD}&quot;&#39;"))
  }

  @Test func `holds an excerpt blurred behind a click, line by line and escaped`() {
    let example = ReportExample(
      rule: RuleID("gopher-quality/word-count"),
      documentID: "kettle-1",
      excerpt: "silver <b>\nkettle\u{7}"
    )
    let html = page([short("kettle-1")], examples: [example])
    #expect(html.contains("<span class=\"text\">silver &lt;b&gt;\nkettle\u{FFFD}</span>"))
    #expect(html.contains("<input type=\"checkbox\">"))
    let other = page([short("kettle-2")], examples: [example])
    #expect(!other.contains("<span class=\"text\">"))
  }

  @Test func `has every section for a run that used every part`() {
    let html = page(SampleRun.outcomes(600))
    for section in [
      "funnel", "categories", "rules", "bias", "values", "overlap", "lengths", "languages",
      "personal-data", "duplicates", "inputs", "reproduce",
    ] {
      #expect(html.contains("<section id=\"\(section)\">"), "\(section)")
      #expect(html.contains("<a href=\"#\(section)\">"), "\(section)")
    }
    #expect(html.contains("300 documents and"))
    #expect(html.contains("Tea drinkers"))
  }

  @Test func `says of one document that nothing was taken out`() {
    #expect(
      page([SampleRun.outcome(1, values: SampleRun.clean)])
        .contains("<h1>1 of 1 document kept, none taken out.</h1>")
    )
    #expect(page([short("kettle-1")]).contains("<h1>0 of 1 document kept, 100.0% taken out.</h1>"))
  }

  @Test func `compares no groups where nothing was removed`() {
    var values = SampleRun.clean
    values[8] = 1
    let html = page((0..<30).map { SampleRun.outcome($0, values: values) })
    #expect(html.contains("No document was removed, so that there is nothing to compare."))
    #expect(html.contains("No document mentions: Coffee drinkers, Cocoa drinkers."))
  }

  @Test func `every opened element is closed`() {
    let html = page(SampleRun.outcomes(300))
    for name in ["section", "table", "tbody", "tr", "td", "th", "details", "svg", "dl", "article"] {
      let opened = html.split(separator: "<\(name)").count { " >\n".contains($0.first ?? "x") }
      let closed = html.split(separator: "</\(name)>", omittingEmptySubsequences: false).count - 1
      #expect(opened == closed)
    }
  }
}
