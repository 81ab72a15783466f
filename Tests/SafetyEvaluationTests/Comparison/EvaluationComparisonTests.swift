import Diagnostics
import SafetyCore
import SafetyEvaluation
import Testing

/// Two runs, item by item, against counts made by hand.
struct EvaluationComparisonTests {
  /// 20 items: the first run has 8 right, the second those, 9 more and one less.
  private let before = (0..<20).map { $0 < 8 ? "1" : "0" }
  private let after = (0..<20).map { (1..<17).contains($0) ? "1" : "0" }

  private func compared(
    _ first: [String],
    _ second: [String],
    direction: MetricEvent.Direction = .higher
  ) throws -> EvaluationComparison {
    try EvaluationComparison(
      [SampleEvaluation.record(run: "a", scores: first, direction: direction)],
      [SampleEvaluation.record(run: "b", scores: second, direction: direction)]
    )
  }

  @Test func `pairs items and counts who changed`() throws {
    let comparison = try compared(before, after)
    let benchmark = try #require(comparison.benchmarks.first)
    #expect(benchmark.pairs == 20 && benchmark.onlyBefore == 0 && benchmark.onlyAfter == 0)
    #expect(benchmark.changes.map(\.item) == ["k0"] + (8..<17).map { "k\($0)" })
    let whole = benchmark.rows[0]
    #expect(whole.metric == "accuracy" && whole.slice.isEmpty)
    #expect(whole.before == 0.4 && whole.after == 0.8)
    #expect(abs(whole.delta - 0.4) < 1e-12)
    #expect(whole.lost == 1 && whole.gained == 9 && whole.test == .mcNemar)
    // 2 · (1 + 10) / 2¹⁰
    #expect(abs(try #require(whole.p) - 22.0 / 1024) < 1e-12)
    #expect((whole.lower ?? 1) < 0.4 && (whole.upper ?? 0) > 0.4)
    #expect(benchmark.rows.map(\.slice) == [[:], ["colour": "copper"], ["colour": "silver"]])
    #expect(benchmark.rows[1].count == 10)
  }

  @Test func `takes a benchmark's own figures where its description is at hand`() throws {
    let recipes = [
      MetricRecipe(
        name: "accuracy",
        kind: .share,
        score: "correct",
        slices: [],
        direction: .higher
      )
    ]
    let comparison = try EvaluationComparison(
      [SampleEvaluation.record(run: "a", scores: before)],
      [SampleEvaluation.record(run: "b", scores: after)],
      recipes: ["kettles": recipes]
    )
    let rows = comparison.benchmarks[0].rows
    #expect(rows[0].metric == "accuracy" && rows[0].slice.isEmpty && rows[0].test == .mcNemar)
    // Slices that the runs have figures of, and the description does not.
    #expect(rows.dropFirst().allSatisfy { $0.test == .intervals && !$0.slice.isEmpty })
    #expect(rows.count == 3)
  }

  @Test func `raises p for all that is looked at together`() throws {
    let rows = try compared(before, after).benchmarks[0].rows
    let p = rows.compactMap(\.p)
    #expect(rows.compactMap(\.adjusted) == HolmCorrection.adjusted(p))
    #expect(rows[0].adjusted ?? 0 > p[0])
  }

  @Test func `calls a change worse by the figure's direction alone`() throws {
    let none = (0..<20).map { _ in "0" }
    let all = (0..<20).map { _ in "1" }
    #expect(try compared(none, all).benchmarks[0].rows[0].verdict == .better)
    #expect(try compared(all, none).isWorse)
    #expect(try compared(all, none, direction: .lower).benchmarks[0].rows[0].verdict == .better)
    #expect(try compared(all, none, direction: .none).benchmarks[0].rows[0].verdict == .changed)
    #expect(try !compared(all, none, direction: .none).isWorse)
    #expect(try compared(all, all).benchmarks[0].rows[0].verdict == .same)
  }

  @Test func `tests numbers by the bootstrap`() throws {
    let first = (0..<30).map { "0.\($0 + 10)" }
    let second = (0..<30).map { "0.\($0 + 40)" }
    let row = try compared(first, second).benchmarks[0].rows[0]
    #expect(row.test == .pairedBootstrap)
    #expect(abs(row.delta - 0.3) < 1e-9)
    #expect((row.p ?? 1) < 0.01 && row.gained == 30 && row.lost == 0)
  }

  @Test(arguments: [
    (0.4, 0.6, ComparisonRow.Verdict.changed), (0.4, 0.55, .better), (0.4, 0.7, .worse),
  ])
  func `calls what is as far from its target on the other side changed`(
    before: Double,
    after: Double,
    verdict: ComparisonRow.Verdict
  ) throws {
    var row = try compared(self.before, self.after).benchmarks[0].rows[0]
    (row.before, row.after) = (before, after)
    (row.direction, row.target, row.adjusted) = (.target, 0.5, 0.01)
    #expect(row.verdict == verdict)
  }

  @Test(arguments: [(1, 1.0, false), (2, 0.5, false), (6, 0.03125, true)])
  func `finds no more in a few pairs than their signs can tell`(
    pairs: Int,
    p: Double,
    isBeyondChance: Bool
  ) throws {
    let recipe = MetricRecipe(
      name: "mc2",
      kind: .mean,
      score: "correct",
      slices: [],
      direction: .higher
    )
    var first = try SampleEvaluation.record(run: "a", scores: (0..<pairs).map { "0.\($0 + 3)" })
    var second = try SampleEvaluation.record(run: "b", scores: (0..<pairs).map { "0.\($0 + 2)" })
    (first.metrics, second.metrics) = ([], [])
    let comparison = try EvaluationComparison([first], [second], recipes: ["kettles": [recipe]])
    let row = try #require(comparison.benchmarks[0].rows.first { $0.metric == "mc2" })
    #expect(row.test == .pairedBootstrap && row.p == p)
    #expect(row.isBeyondChance == isBeyondChance && comparison.isWorse == isBeyondChance)
    #expect((row.lower == nil) == (pairs == 1) && (row.upper == nil) == (pairs == 1))
  }

  @Test func `leaves out items that one run alone has, where it is told to`() throws {
    let records = try [
      SampleEvaluation.record(run: "a", scores: before),
      SampleEvaluation.record(run: "b", scores: Array(after.prefix(15))),
    ]
    #expect(ComparisonObstacle.between(records[0], records[1]) == [.items])
    let comparison = try EvaluationComparison([records[0]], [records[1]], allowing: [.items])
    #expect(comparison.benchmarks[0].pairs == 15)
    #expect(comparison.benchmarks[0].onlyBefore == 5 && comparison.benchmarks[0].onlyAfter == 0)
  }

  @Test func `refuses runs on other data or protocols unless told`() throws {
    let first = try SampleEvaluation.record(run: "a", scores: before)
    let others: [(ComparisonObstacle, EvaluationSubject)] = [
      (.data, SampleEvaluation.subject(data: "other")),
      (.protocol, SampleEvaluation.subject(protocolName: "other")),
    ]
    for (obstacle, subject) in others {
      let second = try SampleEvaluation.record(run: "b", scores: after, subject: subject)
      let problem = #expect(throws: Diagnostics.self) {
        try EvaluationComparison([first], [second])
      }
      #expect(problem?.items.map(\.code) == ["evaluation/not-comparable"])
      #expect(problem?.items[0].hint?.contains("--allow \(obstacle.rawValue)") == true)
      #expect(
        try EvaluationComparison([first], [second], allowing: [obstacle]).benchmarks.count == 1
      )
    }
    var stopped = try SampleEvaluation.record(run: "b", scores: after)
    stopped.end = nil
    #expect(ComparisonObstacle.between(first, stopped) == [.incomplete])
  }

  @Test func `compares imported figures by their intervals`() throws {
    var first = try SampleEvaluation.record(run: "a", scores: before)
    var second = try SampleEvaluation.record(run: "b", scores: (0..<20).map { _ in "1" })
    (first.begin, first.end, first.items) = (nil, nil, [])
    (second.begin, second.end, second.items) = (nil, nil, [])
    let rows = try EvaluationComparison([first], [second]).benchmarks[0].rows
    #expect(rows.count == 3 && rows.allSatisfy { $0.test == .intervals && $0.p != nil })
    #expect(rows.compactMap(\.adjusted) == HolmCorrection.adjusted(rows.compactMap(\.p)))
    #expect(rows[0].verdict == .better)
  }

  @Test func `says where a difference cannot be tested, and which figures have no counterpart`()
    throws
  {
    var first = try SampleEvaluation.record(run: "a", scores: before)
    var second = try SampleEvaluation.record(run: "b", scores: (0..<20).map { _ in "1" })
    (first.begin, first.end, first.items) = (nil, nil, [])
    (second.begin, second.end, second.items) = (nil, nil, [])
    first.metrics[0].interval = nil
    // Zero width is what a harness writes for a figure of 1; it is no knowledge.
    let point = second.metrics[1].value
    second.metrics[1].interval?.low = point
    second.metrics[1].interval?.high = point
    second.metrics.removeLast()
    let benchmark = try EvaluationComparison([first], [second]).benchmarks[0]
    #expect(benchmark.rows.map(\.verdict) == [.unknown, .unknown])
    #expect(benchmark.rows.allSatisfy { $0.p == nil && $0.lower == nil && $0.adjusted == nil })
    #expect(benchmark.figuresOnlyBefore == ["accuracy colour=silver"])
    #expect(benchmark.figuresOnlyAfter.isEmpty)
  }

  @Test func `says so where there is nothing to compare`() throws {
    let first = try SampleEvaluation.record(run: "a", scores: before)
    let second = try SampleEvaluation.record(run: "b", scores: before, benchmark: "spoons")
    let problem = #expect(throws: Diagnostic.self) { try EvaluationComparison([first], [second]) }
    #expect(problem?.code == "evaluation/nothing-in-common")
    let both = try EvaluationComparison([first, second], [second])
    #expect(both.onlyBefore == ["kettles"])
  }
}
