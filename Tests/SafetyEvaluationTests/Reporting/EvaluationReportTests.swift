import SafetyCore
import SafetyEvaluation
import Testing

/// What a page about runs says and, above all, what it does not hide.
struct EvaluationReportTests {
  private static let note = BenchmarkNote(
    id: "kettles",
    title: "Kettles & <spoons>",
    area: "fairness",
    measures: "which kettle sings",
    published: [
      .init(model: "Gemma 2 IT 2B", metric: "accuracy", value: 0.5869, source: "model card")
    ]
  )
  private static let refusals = BenchmarkNote(
    id: "spoons",
    title: "Spoons",
    area: "over-refusal",
    measures: "refusals of spoons",
    isAtHand: false
  )

  private func page(
    _ records: [[EvaluationRecord]],
    _ catalogue: [BenchmarkNote] = [note, refusals]
  ) throws -> String {
    try EvaluationReport(
      runs: records.enumerated().map { .init(name: "run-\($0 + 1)", records: $1) },
      catalogue: catalogue,
      toolVersion: "0.1.0"
    ).html()
  }

  private func record(
    _ run: String,
    right: Int,
    of count: Int = 20,
    policy: String? = nil,
    limit: Int? = nil
  ) throws -> EvaluationRecord {
    try SampleEvaluation.record(
      run: run,
      scores: (0..<count).map { $0 < right ? "1" : "0" },
      subject: SampleEvaluation.subject(policy: policy, limit: limit)
    )
  }

  @Test func `shows figures with intervals, published ones beside them`() throws {
    let html = try page([[record("run-1", right: 8)]])
    #expect(html.contains("1 benchmark of kettle-2b."))
    #expect(html.contains("<b>0.400</b> <span class=\"pre\">0.219 – 0.613</span>"))
    #expect(html.contains("Gemma 2 IT 2B") && html.contains("0.5869"))
    #expect(html.contains("<section id=\"slices\">") && html.contains("by colour"))
    #expect(html.contains(SampleEvaluation.digest.hex))
    #expect(html.contains("Kettles &amp; &lt;spoons&gt;") && !html.contains("<spoons>"))
  }

  @Test func `explains the names of its figures, and those it knows alone`() throws {
    let html = try page([[record("run-1", right: 8)]])
    #expect(html.contains("<section id=\"meanings\">"))
    let link = "<a class=\"term\" href=\"#term-accuracy\">accuracy</a>"
    #expect(html.contains("\(link), higher is better"))
    #expect(html.ranges(of: "id=\"term-accuracy\"").count == 1)
    var unknown = try record("run-1", right: 8)
    for place in unknown.metrics.indices { unknown.metrics[place].metric = "silver_share" }
    let other = try page([[unknown]], [Self.refusals])
    #expect(!other.contains("<section id=\"meanings\">") && !other.contains("class=\"term\""))
    #expect(other.contains("<span class=\"note\">silver_<wbr>share"))
  }

  @Test func `writes areas as headings`() throws {
    let html = try page([[record("run-1", right: 8)]])
    #expect(html.contains("scope=\"rowgroup\">Fairness</th>"))
    #expect(html.contains("scope=\"rowgroup\">Over-refusal</th>"))
  }

  @Test func `sets the guard's effect beside the bare run`() throws {
    let html = try page([
      [record("run-1", right: 20)], [record("run-2", right: 3, policy: "strict")],
    ])
    #expect(html.contains("<section id=\"guard\">"))
    #expect(html.contains("<b class=\"hot\">−0.850"))
    #expect(html.contains("17/0"))
    let other = try page([[record("run-1", right: 20)], [record("run-2", right: 3)]])
    #expect(!other.contains("<section id=\"guard\">"))
  }

  @Test func `names the runs where several pairs have a benchmark`() throws {
    let bare = try record("run-1", right: 20)
    let guarded = try record("run-2", right: 3, policy: "strict")
    #expect(try !page([[bare], [guarded]]).contains("run-1 and run-2"))
    let html = try page([[bare], [guarded], [record("run-3", right: 20)]])
    #expect(html.contains("<span class=\"note\">run-1 and run-2</span>"))
    #expect(html.contains("<span class=\"note\">run-3 and run-2</span>"))
  }

  @Test func `tells a fifth run from the first`() throws {
    let four = try (1...4).map { [try record("run-\($0)", right: $0)] }
    #expect(try !page(four).contains("class=\"in ring\""))
    #expect(try page(four + [[record("run-5", right: 5)]]).contains("class=\"in ring\""))
  }

  @Test func `says what is missing`() throws {
    var stopped = try record("run-1", right: 8, limit: 20)
    stopped.end = nil
    stopped.metrics[0].interval = nil
    let html = try page([[stopped]])
    #expect(html.contains("did not end: 20 of 20 items"))
    #expect(html.contains("was limited to 20 items"))
    #expect(html.contains("no interval for accuracy"))
    #expect(html.contains("Over-refusal was not measured"))
    let guarded = try page([[record("run-1", right: 8, policy: "strict")]])
    #expect(guarded.contains("with no bare run of the same items"))
    let whole = try page([[record("run-1", right: 8)]], [Self.note])
    #expect(whole.contains("Nothing of what was begun."))
  }

  @Test func `names limits once a run and leaves out runs without the figure`() throws {
    let other = try SampleEvaluation.record(
      run: "run-1",
      scores: ["1", "0"],
      subject: SampleEvaluation.subject(limit: 20),
      benchmark: "spoons"
    )
    let html = try page([
      [record("run-1", right: 8, limit: 20), other], [record("run-2", right: 7)],
    ])
    #expect(html.contains("in run-1 were limited to 20 items."))
    #expect(html.contains("run-2 · kettle-2b · seed 0"))
    #expect(!html.contains("<span class=\"row\">–</span>"))
  }

  @Test func `says once of runs that were limited alike that they were`() throws {
    let html = try page([
      [record("run-1", right: 8, limit: 20)], [record("run-2", right: 9, limit: 20)],
    ])
    #expect(html.contains("in run-1, run-2 was limited to 20 items."))
    #expect(html.ranges(of: "limited to").count == 1)
  }

  @Test func `breaks the cells of its widest tables where a page is narrow`() throws {
    let html = try page([[record("run-1", right: 8)]])
    #expect(html.contains("<table class=\"published\">"))
    #expect(html.contains(".published .n, .seeds .n { white-space: normal; }"))
  }

  @Test func `covers every known benchmark, measured or not`() throws {
    let html = try page([[record("run-1", right: 8)]])
    #expect(html.contains("1 of 2 known benchmarks were measured"))
    #expect(html.contains("<b>20 items</b>") && html.contains("no files"))
  }

  @Test func `loads nothing, runs nothing and is the same each time`() throws {
    let records = [[try record("run-1", right: 8)], [try record("run-2", right: 9, policy: "p")]]
    let html = try page(records)
    #expect(html.contains("default-src 'none'"))
    for word in ["<script", "http://", "https://", "@import", " onload", "url("] {
      #expect(!html.contains(word), "\(word)")
    }
    #expect(try page(records) == html)
    #expect(try page([]).contains("No benchmark is on record."))
  }
}
