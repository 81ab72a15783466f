import ReportPages
import SafetyCore

/// The same evaluation by several seeds: how far figures move by chance alone.
struct SeedSpread {
  let report: EvaluationReport

  var html: String {
    let groups = groups.filter { Set($0.map(\.subject.seed)).count > 1 }
    guard !groups.isEmpty else { return "" }
    let body = groups.map { records in
      """
      <tbody><tr class="group"><th colspan="5" scope="rowgroup">\
      \(HTMLText.escaped(report.title(of: records[0].benchmark)))</th></tr>
      \(rows(records).joined(separator: "\n"))</tbody>

      """
    }.joined()
    let head = """
      <th scope="col">Figure</th><th scope="col" class="n">Seeds</th>\
      <th scope="col" class="n">Mean</th><th scope="col" class="n">95% interval</th>\
      <th scope="col" class="n wide">Lowest – highest</th>
      """
    return HTMLText.section(
      "seeds",
      "Seeds",
      "Runs that differ in nothing but the seed: of sampled answers, of a drawn part of the set and of "
        + "the bootstrap. The interval is Student's, of the mean over seeds.",
      HTMLText.table("seeds", head: head, body: body)
    )
  }

  /// Records that are the same but for the seed.
  private var groups: [[EvaluationRecord]] {
    var keys: [EvaluationSubject] = []
    var groups: [[EvaluationRecord]] = []
    for benchmark in report.benchmarks {
      keys.removeAll()
      let first = groups.count
      for record in report.records(of: benchmark).compactMap({ $0 }) {
        var key = record.subject
        key.seed = 0
        if let place = keys.firstIndex(of: key) {
          groups[first + place].append(record)
        } else {
          keys.append(key)
          groups.append([record])
        }
      }
    }
    return groups
  }

  private func rows(_ records: [EvaluationRecord]) -> [String] {
    records[0].wholeMetrics.compactMap { metric in
      let values = records.compactMap { record in
        record.wholeMetrics.first { $0.metric == metric.metric }.flatMap { Double($0.value) }
      }
      let recipe = report.recipes[metric.benchmark]?.first { $0.name == metric.metric }
      guard let interval = SeedInterval(values, within: recipe?.kind.bounds) else { return nil }
      func range(_ low: Double, _ high: Double) -> String {
        "\(ReportFormat.decimal(low, 4)) – \(ReportFormat.decimal(high, 4))"
      }
      return """
        <tr><th scope="row">\(EvaluationMeanings.name(metric.metric, in: metric.benchmark))</th>\
        <td class="n">\(interval.seeds)</td>\
        <td class="n"><b>\(ReportFormat.decimal(interval.mean, 4))</b></td>\
        <td class="n">\(range(interval.lower, interval.upper))</td>\
        <td class="n wide">\(range(interval.lowest, interval.highest))</td></tr>
        """
    }
  }
}
