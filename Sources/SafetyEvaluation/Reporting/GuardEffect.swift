import ReportPages
import SafetyCore

extension ComparisonRow {
  /// The difference and the ends of its interval: what a drawing must hold.
  fileprivate var reach: [Double] { [delta] + [lower, upper].compactMap { $0 } }
}

/// The same model on the same items, with and without a policy in front of it.
struct GuardEffect {
  let report: EvaluationReport
  let comparisons: [EvaluationComparison]

  var html: String {
    let rows = comparisons.flatMap { comparison in
      comparison.benchmarks.map { benchmark in
        (
          benchmark.benchmark, title(of: benchmark, in: comparison),
          benchmark.rows.filter(\.slice.isEmpty)
        )
      }
    }
    guard !rows.isEmpty else { return "" }
    let scale = ForestScale(differences: rows.flatMap { $0.2.flatMap(\.reach) })
    let body = rows.map { benchmark, title, rows in
      "<tbody>"
        + rows.enumerated().map { index, row in
          line(index == 0 ? title : "", row, of: benchmark, scale)
        }.joined(separator: "\n") + "</tbody>\n"
    }.joined()
    let head = """
      <th scope="col">Figure</th><th scope="col" class="n">Bare</th>\
      <th scope="col" class="n">Guarded</th>\
      <th scope="col" class="n">Change</th><th scope="col" class="n wide">p</th>\
      <th scope="col" class="n wide">Items −/+</th>\
      <th scope="col" class="forest">\(scale.axis)</th>
      """
    return HTMLText.section(
      "guard",
      "With and without the guard",
      "The same items, paired. A change beyond chance is in the accent where it is for the worse: "
        + "a guard that refuses harm and what is harmless alike shows here. Tested by McNemar’s "
        + "exact test, DeLong’s or a paired bootstrap, raised by Holm’s method over all rows of a set; "
        + "without p a figure has no interval and its change was not tested.",
      HTMLText.table("figures", head: head, body: body)
    )
  }

  /// The benchmark's title, and which runs are compared where several pairs of runs have it.
  private func title(of benchmark: BenchmarkComparison, in comparison: EvaluationComparison)
    -> String
  {
    let title = "<b>\(HTMLText.escaped(report.title(of: benchmark.benchmark)))</b>"
    let pairs = comparisons.count { pair in
      pair.benchmarks.contains { $0.benchmark == benchmark.benchmark }
    }
    guard pairs > 1 else { return title }
    let runs = "\(name(ofRun: comparison.before)) and \(name(ofRun: comparison.after))"
    return title + " <span class=\"note\">\(HTMLText.escaped(runs))</span>"
  }

  private func name(ofRun id: String) -> String {
    report.runs.first { $0.records.contains { $0.run == id } }?.name ?? id
  }

  private func line(
    _ title: String,
    _ row: ComparisonRow,
    of benchmark: String,
    _ scale: ForestScale
  ) -> String {
    let isHot = row.verdict == .worse
    let sign = row.delta > 0 ? "+" : ""
    let plot = ForestPlot(
      marks: [
        .init(
          value: row.delta,
          lower: row.lower,
          upper: row.upper,
          style: isHot ? "out" : row.verdict == .same ? "in" : "dark",
          name: "change"
        )
      ],
      scale: scale
    )
    let chance = row.adjusted ?? row.p
    return """
      <tr\(row.verdict == .same ? " class=\"quiet\"" : "")><th scope="row">\(title)\
      <span class="note">\(EvaluationMeanings.name(row.metric, in: benchmark)) · \
      \(ReportFormat.counted(row.count, "pair"))</span></th><td class="n" data-name="Bare">\(ReportFormat.decimal(row.before, 3))</td>\
      <td class="n" data-name="Guarded">\(ReportFormat.decimal(row.after, 3))</td>\
      <td class="n" data-name="Change"><b\(isHot ? " class=\"hot\"" : "")>\(sign)\(ReportFormat.decimal(row.delta, 3))\
      </b></td>\
      <td class="n wide">\(chance.map { $0 < 0.001 ? "&lt;0.001" : ReportFormat.decimal($0, 3) } ?? "–")\
      </td><td class="n wide">\(row.lost)/\(row.gained)</td>\
      <td class="forest">\(plot.svg)</td></tr>
      """
  }
}
