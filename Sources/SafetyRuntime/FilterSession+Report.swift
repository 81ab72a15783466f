import AuditLog
import CorpusFiltering

/// The reports at the end of a run.
extension FilterSession {
  /// Writes both forms of the report.
  func write(
    _ statistics: RunStatistics,
    run: String,
    seconds: Double,
    _ log: AuditLog
  ) throws {
    let context = FilterReportContext(
      request: request,
      inputs: inputs,
      ignored: ignored.ofInputs,
      statistics: statistics,
      run: run,
      seconds: seconds,
      examples: try examples(statistics, run: run, log),
      contamination: contamination
    ).context
    let report = FilterReport(statistics: statistics, context: context)
    // The report last: it says that a run has ended.
    let items = statistics.contamination.map { [(ContaminationTally.fileName, $0.lines)] } ?? []
    for (name, bytes) in items + [
      ("report.json", report.json()), ("report.html", Array(report.html().utf8)),
    ] {
      let file = try PartialFile(folder: request.output, name: name, start: .replacing)
      try file.append(bytes)
      try file.publish()
    }
  }

  private func examples(
    _ statistics: RunStatistics,
    run: String,
    _ log: AuditLog
  ) throws -> [ReportExample] {
    guard request.showsExamples, request.includesRemovedText else { return [] }
    return try RemovedExamples(
      folder: request.output,
      shards: inventory.shards,
      compression: request.compression,
      // A removed document's line holds its reasons beside the text.
      limits: ReadLimits(
        lineBytes: request.policy.limits.lineBytes + 1 << 20,
        documentBytes: request.policy.limits.documentBytes
      ),
      run: run,
      log: log
    ).collect(statistics)
  }
}
