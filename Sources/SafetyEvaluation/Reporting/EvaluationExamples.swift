import ReportPages
import SafetyCore

/// Some items of benchmarks that a model answered, with the answers where a person handed them in.
struct EvaluationExamples {
  let report: EvaluationReport

  var html: String {
    let parts = report.examples.compactMap { benchmark($0) }
    guard !parts.isEmpty else { return "" }
    let texts =
      report.answers.isEmpty
      ? "Texts of answers are withheld: the log has none. `evaluate run --answers FILE` keeps them, and "
        + "`evaluate report --answers FILE` shows these, blurred until they are clicked."
      : "Texts of answers are blurred until they are clicked; they may be harmful."
    return HTMLText.section(
      "examples",
      "Examples",
      "Up to \(ReportFormat.counted(report.examplesPerRun, "item")) of each run, of every outcome some, drawn by "
        + "the digest of their ids. " + texts,
      parts.joined()
    )
  }

  private func benchmark(_ entry: (benchmark: String, runs: [EvaluationReport.ExampleRun]))
    -> String?
  {
    let items = entry.runs.flatMap { run in run.items.map { line($0, run.name, entry.benchmark) } }
    guard !items.isEmpty else { return nil }
    return """
      <details><summary>\(HTMLText.escaped(report.title(of: entry.benchmark))), \
      \(ReportFormat.counted(items.count, "item"))</summary>
      <ul class="examples">\(items.joined(separator: "\n"))</ul></details>

      """
  }

  private func line(_ item: EvaluationItem, _ run: String, _ benchmark: String) -> String {
    let place = report.runs.count > 1 ? " in \(run)" : ""
    let outcome = "<b>\(HTMLText.escaped(item.prediction))</b>"
    return "<li><code>\(HTMLText.escaped(item.item))</code> \(outcome)"
      + "<span class=\"note\">\(HTMLText.escaped(place))</span>\(text(item, run, benchmark))</li>"
  }

  private func text(_ item: EvaluationItem, _ run: String, _ benchmark: String) -> String {
    guard let answers = report.answers[run] else { return "" }
    guard let answer = answers[.init(benchmark: benchmark, item: item.item)] else {
      return " <span class=\"note\">the file has no answer to it</span>"
    }
    return """
      <label class="excerpt"><input type="checkbox"><span class="hint">Show the text</span>\
      <span class="text">\(HTMLText.escapedLines(answer))</span></label>
      """
  }
}

extension EvaluationReport {
  /// Items of one run that are shown.
  struct ExampleRun {
    var name: String
    var items: [EvaluationItem]
  }

  /// An item's place in the benchmarks of a run.
  package struct ExampleKey: Sendable, Hashable {
    package var benchmark: String
    package var item: String

    package init(benchmark: String, item: String) {
      self.benchmark = benchmark
      self.item = item
    }
  }

  /// What of a run is shown, so that only the answers to these need be kept.
  package func exampleKeys(ofRun name: String) -> Set<ExampleKey> {
    Set(
      examples.flatMap { entry in
        entry.runs.filter { $0.name == name }.flatMap(\.items).map {
          ExampleKey(benchmark: entry.benchmark, item: $0.item)
        }
      }
    )
  }

  /// By benchmark and run, those that a model answered in words.
  var examples: [(benchmark: String, runs: [ExampleRun])] {
    guard examplesPerRun > 0 else { return [] }
    return benchmarks.map { benchmark in
      let found = runs.compactMap { run -> ExampleRun? in
        guard let record = run.records.first(where: { $0.benchmark == benchmark }) else {
          return nil
        }
        let answered = record.items.filter { $0.scores["characters"] != nil }
        return ExampleRun(name: run.name, items: Self.some(examplesPerRun, of: answered))
      }
      return (benchmark, found)
    }
  }

  /// Of every outcome by turns, in an order that no person chose.
  private static func some(_ count: Int, of items: [EvaluationItem]) -> [EvaluationItem] {
    let drawn = items.map { ($0, Digest.sha256($0.item.utf8).hex) }.sorted { $0.1 < $1.1 }
    let outcomes = Dictionary(grouping: drawn.map(\.0), by: \.prediction)
      .sorted { $0.key < $1.key }.map(\.value)
    var some: [EvaluationItem] = []
    for turn in 0..<count {
      for items in outcomes where some.count < count && turn < items.count {
        some.append(items[turn])
      }
    }
    return some
  }
}
