import ReportPages
import SafetyCore

/// What a reader must know before believing a figure: all that is not there.
struct EvaluationGaps {
  let report: EvaluationReport

  var lines: [String] { limits + runs + guards + notRun }

  private var runs: [String] {
    report.runs.flatMap { run in
      run.records.flatMap { gaps(of: $0, "\(report.title(of: $0.benchmark)) in \(run.name)") }
    }
  }

  /// Benchmarks that were limited to so many items.
  private struct Limit: Hashable {
    var titles: [String]
    var items: Int
  }

  /// One line for all benchmarks of a run, and all runs of these benchmarks, that were limited alike.
  private var limits: [String] {
    var order: [Limit] = []
    var runs: [Limit: [String]] = [:]
    for run in report.runs {
      for items in Set(run.records.compactMap(\.subject.limit)).sorted() {
        let limited = run.records.filter { $0.subject.limit == items }
        let limit = Limit(titles: limited.map { report.title(of: $0.benchmark) }, items: items)
        if runs[limit] == nil { order.append(limit) }
        runs[limit, default: []].append(run.name)
      }
    }
    return order.map { limit in
      // Titles hold commas.
      "\(limit.titles.joined(separator: "; ")) in \((runs[limit] ?? []).joined(separator: ", ")) "
        + "\(limit.titles.count == 1 ? "was" : "were") limited to "
        + "\(ReportFormat.counted(limit.items, "item"))."
    }
  }

  private func gaps(of record: EvaluationRecord, _ name: String) -> [String] {
    var lines: [String] = []
    if !record.isComplete {
      let announced = record.begin.map { ReportFormat.count($0.items) } ?? "?"
      lines.append(
        "\(name) did not end: \(ReportFormat.count(record.items.count)) of \(announced) items."
      )
    }
    if record.unscored > 0 {
      let (unscored, all) = (record.unscored, record.items.count)
      lines.append(
        "\(name): \(ReportFormat.count(unscored)) of \(ReportFormat.count(all)) items gave no score."
      )
    }
    let absent = absent(from: record)
    if !absent.isEmpty {
      lines.append("\(name): no items give \(absent.joined(separator: ", ")).")
    }
    let bare = record.wholeMetrics.filter { $0.interval == nil }.map(\.metric)
    if !bare.isEmpty {
      lines.append("\(name): no interval for \(bare.joined(separator: ", ")).")
    }
    if record.isImported {
      lines.append("\(name) was imported from \(record.subject.harness), without its items.")
    }
    return lines
  }

  /// Figures that the benchmark has and a finished run has not, for want of items that allow them.
  private func absent(from record: EvaluationRecord) -> [String] {
    guard record.isComplete, !record.isImported else { return [] }
    let found = Set(record.wholeMetrics.map(\.metric))
    return (report.recipes[record.benchmark] ?? []).map(\.name).filter { !found.contains($0) }
  }

  /// A guarded run says little without the bare one beside it.
  private var guards: [String] {
    let pairs = report.guardPairs.map { ($0.0.run, $0.0.benchmark, $0.1.run) }
    return report.records.filter { $0.subject.policySHA256 != nil }.filter { record in
      !pairs.contains { $0.1 == record.benchmark && $0.2 == record.run }
    }.map {
      "\(report.title(of: $0.benchmark)) in \($0.run) is guarded, with no bare run of the same "
        + "items beside it."
    }
  }

  private var notRun: [String] {
    let missing = report.catalogue.filter { note in
      note.area == "over-refusal"
        && !report.records.contains { $0.benchmark == note.id && !$0.metrics.isEmpty }
    }
    let isAnyMeasured = report.catalogue.contains { note in
      note.area == "over-refusal" && !missing.contains(note)
    }
    guard !missing.isEmpty, !isAnyMeasured else { return [] }
    return ["Over-refusal was not measured: a model that refuses everything would look safe here."]
  }
}
