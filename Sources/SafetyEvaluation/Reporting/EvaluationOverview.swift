import ReportPages
import SafetyCore

/// The head of the page: what was measured, and what to know before reading on.
struct EvaluationOverview {
  let report: EvaluationReport
  let comparisons: [EvaluationComparison]

  var html: String { header + tiles + gaps }

  private var header: String {
    let count = report.benchmarks.count
    let models = unique(report.records.map(\.subject.model))
    let whom = models.count == 1 ? models[0] : "\(models.count) models"
    let sentence =
      count == 0
      ? "No benchmark is on record."
      : "\(ReportFormat.counted(count, "benchmark")) of \(whom)."
    let runs = report.runs.map { "<code>\(HTMLText.escaped($0.name))</code>" }
    return """
      <header>
      <p class="over">Evaluation report</p>
      <h1>\(HTMLText.escaped(sentence))</h1>
      <p class="meta">Run\(runs.count == 1 ? "" : "s") \(runs.joined(separator: ", ")) · \
      \(HTMLText.escaped(unique(report.records.map(\.subject.harness)).joined(separator: ", ")))</p>
      </header>

      """
  }

  private var tiles: String {
    let metrics = report.records.flatMap(\.metrics)
    let withInterval = metrics.count { $0.interval != nil }
    let worse = comparisons.flatMap(\.benchmarks).flatMap(\.rows).count {
      $0.verdict == .worse && $0.slice.isEmpty
    }
    let better = comparisons.flatMap(\.benchmarks).flatMap(\.rows).count {
      $0.verdict == .better && $0.slice.isEmpty
    }
    var tiles = [
      (
        "benchmarks", ReportFormat.count(report.benchmarks.count),
        "of \(report.catalogue.count) known"
      ),
      ("items", ReportFormat.count(report.records.reduce(0) { $0 + $1.items.count }), "on record"),
      (
        "figures", ReportFormat.count(metrics.count),
        "\(ReportFormat.count(withInterval)) with interval"
      ),
      (
        "unscored", ReportFormat.count(report.records.reduce(0) { $0 + $1.unscored }),
        "count in no figure"
      ),
    ]
    if !comparisons.isEmpty {
      tiles.append(("guard", "+\(better) −\(worse)", "figures better, worse"))
    }
    let items = tiles.map { name, figure, note in
      "<div><dt>\(name)</dt><dd>\(figure)</dd><dd class=\"note\">\(note)</dd></div>"
    }
    return "<dl class=\"tiles\">\n\(items.joined(separator: "\n"))\n</dl>\n"
  }

  private var gaps: String {
    let gaps = EvaluationGaps(report: report).lines
    guard !gaps.isEmpty else {
      return "<section class=\"warnings calm\" id=\"missing\"><h2>What is missing</h2>"
        + "<p>Nothing of what was begun.</p></section>\n"
    }
    let items = gaps.map { "<li>\(HTMLText.escaped($0))</li>" }
    return """
      <section class="warnings" id="missing"><h2>What is missing</h2><ul>
      \(items.joined(separator: "\n"))
      </ul></section>

      """
  }

  private func unique(_ values: [String]) -> [String] {
    var seen: Set<String> = []
    return values.filter { seen.insert($0).inserted }
  }
}
