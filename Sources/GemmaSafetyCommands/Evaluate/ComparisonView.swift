import ReportPages
import SafetyCore
import SafetyEvaluation
import TerminalOutput

/// Shows two runs side by side.
struct ComparisonView {
  let comparison: EvaluationComparison
  let terminal: Terminal
  let showsSlices: Bool
  let showsItems: Bool

  var text: String {
    var lines = comparison.benchmarks.flatMap { section($0) }
    for (names, run) in [
      (comparison.onlyBefore, comparison.before), (comparison.onlyAfter, comparison.after),
    ] where !names.isEmpty {
      lines.append("only in \(ReportFormat.printable(run)): " + names.joined(separator: ", "))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func section(_ benchmark: BenchmarkComparison) -> [String] {
    var lines = [terminal.bold(benchmark.benchmark) + "  " + facts(benchmark)]
    var table = TextTable(leading: 2)
    table.add("", "", "before", "after", "change", "95% interval", "p", "−/+", "")
    for row in benchmark.rows where isShown(row) { table.add(row: cells(row)) }
    lines += table.lines(indent: 2)
    for (figures, run) in [
      (benchmark.figuresOnlyBefore, comparison.before),
      (benchmark.figuresOnlyAfter, comparison.after),
    ] where !figures.isEmpty {
      let names = figures.map(ReportFormat.printable).joined(separator: ", ")
      lines.append("  only in \(ReportFormat.printable(run)): \(names)")
    }
    if showsItems {
      lines += benchmark.changes.map {
        "  "
          + [$0.item, $0.before, "→", $0.after].map(ReportFormat.printable)
          .joined(separator: " ")
      }
    }
    return lines + [""]
  }

  private func isShown(_ row: ComparisonRow) -> Bool {
    showsSlices || row.slice.isEmpty || row.verdict != .same
  }

  private func facts(_ benchmark: BenchmarkComparison) -> String {
    var facts =
      benchmark.pairs == 0
      ? ["figures only, no items"] : ["\(TextTable.grouped(benchmark.pairs)) pairs"]
    if benchmark.pairs > 0, benchmark.onlyBefore + benchmark.onlyAfter > 0 {
      facts.append("\(benchmark.onlyBefore) and \(benchmark.onlyAfter) items unpaired")
    }
    facts.append("\(TextTable.grouped(benchmark.changes.count)) came out otherwise")
    if benchmark.differsInPolicy {
      facts.append("policy \(name(benchmark.before)) → \(name(benchmark.after))")
    }
    return facts.joined(separator: ", ")
  }

  private func name(_ subject: EvaluationSubject) -> String {
    subject.policySHA256.map { String($0.hex.prefix(8)) } ?? "none"
  }

  private func cells(_ row: ComparisonRow) -> [String] {
    let slice = row.slice.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let sign = row.delta > 0 ? "+" : ""
    let chance = row.adjusted ?? row.p
    return [
      row.metric, ReportFormat.printable(slice.joined(separator: ", ")),
      ReportFormat.decimal(row.before, 4), ReportFormat.decimal(row.after, 4),
      sign + ReportFormat.decimal(row.delta, 4),
      interval(row),
      chance.map { $0 < 0.0001 ? "<0.0001" : ReportFormat.decimal($0, 4) } ?? "–",
      row.test == .intervals || row.test == .deLong ? "–" : "\(row.lost)/\(row.gained)",
      word(row.verdict),
    ]
  }

  private func word(_ verdict: ComparisonRow.Verdict) -> String {
    switch verdict {
    case .same: ""
    case .unknown: "not tested"
    case .better, .worse, .changed: verdict.rawValue
    }
  }

  private func interval(_ row: ComparisonRow) -> String {
    guard let lower = row.lower, let upper = row.upper else { return "–" }
    return "\(ReportFormat.decimal(lower, 4)) to \(ReportFormat.decimal(upper, 4))"
  }

  var json: CanonicalValue {
    [
      "format": "gemma-safety.evaluation-comparison/1",
      "before": .string(comparison.before), "after": .string(comparison.after),
      "worse": .boolean(comparison.isWorse),
      "only_before": .array(comparison.onlyBefore.map { .string($0) }),
      "only_after": .array(comparison.onlyAfter.map { .string($0) }),
      "benchmarks": .array(comparison.benchmarks.map { json($0) }),
    ]
  }

  private func json(_ benchmark: BenchmarkComparison) -> CanonicalValue {
    [
      "benchmark": .string(benchmark.benchmark), "before": benchmark.before.value,
      "after": benchmark.after.value, "pairs": .integer(benchmark.pairs),
      "only_before": .integer(benchmark.onlyBefore), "only_after": .integer(benchmark.onlyAfter),
      "figures_only_before": .array(benchmark.figuresOnlyBefore.map { .string($0) }),
      "figures_only_after": .array(benchmark.figuresOnlyAfter.map { .string($0) }),
      "rows": .array(benchmark.rows.map { json($0) }),
      "changes": .array(
        benchmark.changes.map {
          ["item": .string($0.item), "before": .string($0.before), "after": .string($0.after)]
        }
      ),
    ]
  }

  private func json(_ row: ComparisonRow) -> CanonicalValue {
    var members: [String: CanonicalValue] = [
      "metric": .string(row.metric), "slice": .object(row.slice.mapValues { .string($0) }),
      "before": .string(decimal(row.before)), "after": .string(decimal(row.after)),
      "change": .string(decimal(row.delta)), "n": .integer(row.count),
      "lost": .integer(row.lost), "gained": .integer(row.gained),
      "test": .string(row.test.rawValue), "better": .string(row.direction.rawValue),
      "verdict": .string(row.verdict.rawValue),
    ]
    if let lower = row.lower, let upper = row.upper {
      members["low"] = .string(decimal(lower))
      members["high"] = .string(decimal(upper))
      members["level"] = "0.95"
    }
    members["p"] = row.p.map { .string(decimal($0)) }
    members["p_holm"] = row.adjusted.map { .string(decimal($0)) }
    return .object(members)
  }
}
