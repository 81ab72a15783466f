import CorpusFiltering
import ReportPages
import SafetyCore
import SafetyRuntime
import TerminalOutput

/// Shows how a filter run goes and what came of it.
struct FilterView {
  let display: DisplayOptions
  let output: String
  let isDryRun: Bool
  /// As it was typed.
  let textField: String

  /// What stands behind the progress bar.
  func facts(_ progress: FilterProgress, seconds: Double) -> [String] {
    let rate = seconds > 0 ? Double(progress.documents) / seconds : 0
    let megabytes = seconds > 0 ? Double(progress.textBytes) / seconds / 1e6 : 0
    let removed = TextTable.percent(progress.removed, of: progress.documents)
    return [
      "\(TextTable.grouped(progress.documents)) docs", "\(TextTable.grouped(Int(rate)))/s",
      "\(Self.tenths(megabytes)) MB/s", "removed \(removed)",
    ]
  }

  /// Says which benchmarks are looked for.
  func note(_ facts: ContaminationFacts?, seconds: Double) {
    guard !display.quiet, let facts else { return }
    let read = facts.sources.filter { $0.state == .read }
    let absent = facts.sources.count { $0.state == .absent }
    let items = read.reduce(0) { $0 + $1.searchable }
    let ngrams = read.reduce(0) { $0 + $1.ngrams }
    GemmaSafety.note(
      "looking for \(ReportFormat.counted(items, "item")) of \(Self.phrase(read)): "
        + "\(ReportFormat.counted(ngrams, "n-gram")) in \(ReportFormat.bytes(facts.indexBytes)), "
        + "read in \(Self.tenths(seconds)) s" + (absent > 0 ? "; absent are \(absent)" : "")
    )
  }

  /// `39 benchmarks and 1 file`.
  private static func phrase(_ read: [ContaminationFacts.Source]) -> String {
    let benchmarks = read.count { $0.descriptionSHA256 != nil }
    let counts = [(benchmarks, "benchmark"), (read.count - benchmarks, "file")]
    return counts.filter { $0.0 > 0 }.map { ReportFormat.counted($0.0, $0.1) }
      .joined(separator: " and ")
  }

  /// Says what is not read.
  func note(_ ignored: IgnoredInputs) {
    let phrase = ignored.ofInputs.phrase()
    if !display.quiet, !phrase.isEmpty { GemmaSafety.note("left out: \(phrase)") }
  }

  func show(_ result: FilterSession.Result) {
    display.show(text: { text(result) }, json: { json(result) })
    if result.isInterrupted, !display.quiet {
      GemmaSafety.note("interrupted; call it again with --resume to go on")
    }
    noteForgotten(result.statistics)
    if !display.quiet { noteMissingField(result.statistics.quarantine) }
  }

  /// Says what to do where lines lack the text field or files its column.
  private func noteMissingField(_ quarantine: QuarantineTally) {
    let missing = quarantine.rows.filter {
      ["input/missing-field", "input/missing-column"].contains($0.code)
    }
    guard !missing.isEmpty else { return }
    let count = TextTable.grouped(missing.reduce(0) { $0 + $1.count })
    GemmaSafety.note(
      "lines or files without `\(textField)`: \(count); name the field of the text with --text-field"
    )
  }

  /// Shows that `--resume` found a run complete.
  func show(_ run: RunFigures, ignored: IgnoredInputs) {
    display.show(text: { "" }, json: { json(run, ignored: ignored, wasComplete: true) })
    if !display.quiet { GemmaSafety.note("nothing to resume: the run in \(output) is complete") }
  }

  private func text(_ result: FilterSession.Result) -> String {
    let totals = result.statistics.totals
    var table = TextTable()
    table.add("documents", TextTable.grouped(totals.documents))
    for (name, count) in [
      ("kept", totals.kept), ("redacted", totals.redacted), ("removed", totals.removed),
      ("withheld", totals.withheld),
    ] where count > 0 || name == "kept" || name == "removed" {
      table.add(
        "  " + name,
        TextTable.grouped(count),
        TextTable.percent(count, of: totals.documents)
      )
    }
    table.add("quarantined", TextTable.grouped(totals.quarantined))
    for row in result.statistics.quarantine.sorted {
      table.add("  " + row.code, TextTable.grouped(row.count))
    }
    var lines = table.lines()
    let rules = reasons(result.statistics)
    if !rules.isEmpty { lines += ["", display.terminal.bold("rules that failed")] + rules }
    lines += copies(result.statistics)
    lines += cascade(result.statistics)
    lines += contamination(result)
    guard !isDryRun, !result.isInterrupted else { return lines.joined(separator: "\n") + "\n" }
    let rate = min(Double(totals.bytes) / max(result.seconds, 1e-6), 1e15)
    let duration = ReportFormat.seconds(result.seconds)
    lines += [
      "", "kept text  \(output)/kept", "report     \(output)/report.html",
      "run        \(result.run), \(duration) at \(ReportFormat.bytes(Int(rate)))/s", "",
    ]
    return lines.joined(separator: "\n")
  }

  /// What each stage of the toxicity cascade settled, and what it misses.
  private func cascade(_ statistics: RunStatistics) -> [String] {
    guard let tally = CascadeTally(statistics), tally.documents > 0 else { return [] }
    var table = TextTable()
    for stage in CascadeRecord.Stage.allCases {
      let count = tally.settled(by: stage)
      let share = TextTable.percent(count, of: tally.documents)
      table.add("\(stage)", TextTable.grouped(count), share)
    }
    let flagged = TextTable.percent(tally.flagged, of: tally.documents)
    table.add("flagged", TextTable.grouped(tally.flagged), flagged)
    let title = ["", display.terminal.bold("toxicity cascade, settled by")]
    guard let missed = tally.missedDocuments else {
      return title + table.lines(indent: 2) + ["  missed  unknown: no document was audited"]
    }
    func whole(_ value: Double) -> String { TextTable.grouped(Int(min(value, 1e15).rounded())) }
    return title + table.lines(indent: 2) + [
      "  missed  about \(whole(missed.value)), \(whole(missed.lower)) to \(whole(missed.upper)), "
        + "by an audit of \(TextTable.grouped(tally.sampled))"
    ]
  }

  /// The benchmarks that were found, at most twelve, and how many were not looked for.
  private func contamination(_ result: FilterSession.Result) -> [String] {
    guard let facts = result.contamination else { return [] }
    let found = result.statistics.contamination?.benchmarks ?? [:]
    var lines = ["", display.terminal.bold("benchmarks in the corpus")]
    var table = TextTable()
    table.add("", "found", "of", "documents")
    let sources = facts.sources.filter { found[$0.name] != nil }
      .sorted { (found[$0.name]?.items.count ?? 0) > (found[$1.name]?.items.count ?? 0) }
    for source in sources.prefix(12) {
      table.add(
        source.name,
        TextTable.grouped(found[source.name]?.items.count ?? 0),
        TextTable.grouped(source.searchable),
        TextTable.grouped(found[source.name]?.documents ?? 0)
      )
    }
    lines += sources.isEmpty ? ["  none"] : table.lines(indent: 2)
    if sources.count > 12 { lines.append("  and \(sources.count - 12) more, in the report") }
    let absent = facts.sources.count { $0.state == .absent }
    if absent > 0 { lines.append("  not looked for, because their files are absent: \(absent)") }
    return lines
  }

  /// The rules that failed most often, at most twelve.
  private func reasons(_ statistics: RunStatistics) -> [String] {
    let failed = statistics.table.rules.indices
      .filter { statistics.ruleCounts[$0].failed > 0 }
      .sorted { statistics.ruleCounts[$0].failed > statistics.ruleCounts[$1].failed }
    guard !failed.isEmpty else { return [] }
    var table = TextTable()
    table.add("", "failed", "alone")
    for slot in failed.prefix(12) {
      let counts = statistics.ruleCounts[slot]
      table.add(
        statistics.table.rules[slot].id.rawValue,
        TextTable.grouped(counts.failed),
        TextTable.grouped(counts.failedAlone)
      )
    }
    let more = failed.count > 12 ? ["  and \(failed.count - 12) more"] : []
    return table.lines(indent: 2) + more
  }

  private func json(_ result: FilterSession.Result) -> CanonicalValue {
    let run = RunFigures(run: result.run, result.statistics)
    return json(run, ignored: result.ignored, isInterrupted: result.isInterrupted)
  }

  private func json(
    _ run: RunFigures,
    ignored: IgnoredInputs,
    isInterrupted: Bool = false,
    wasComplete: Bool = false
  ) -> CanonicalValue {
    let leftOut = ignored.groups.map { ($0.reason.rawValue, CanonicalValue.integer($0.count)) }
    return [
      "format": "gemma-safety.filter-result/1",
      "run": .string(run.run),
      "interrupted": .boolean(isInterrupted),
      "was_complete": .boolean(wasComplete),
      "output": isDryRun ? .null : .string(output),
      "documents": .integer(run.totals.documents),
      "kept": .integer(run.totals.kept),
      // The older name of `redacted`.
      "edited": .integer(run.totals.redacted),
      "redacted": .integer(run.totals.redacted),
      "removed": .integer(run.totals.removed),
      "withheld": .integer(run.totals.withheld),
      "quarantined": .integer(run.totals.quarantined),
      "failed_rules": .object(run.failedRules.mapValues { .integer($0) }),
      "ignored": .object(Dictionary(uniqueKeysWithValues: leftOut)),
    ]
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(TextTable.grouped(tenths / 10)).\(tenths % 10)"
  }
}
