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
    if let items = statistics.contamination?.lines {
      try publish(items, ContaminationTally.fileName)
    }
    let context = FilterReportContext(
      request: request,
      inputs: inputs,
      ignored: ignored.ofInputs,
      statistics: statistics,
      run: run,
      seconds: seconds,
      examples: try examples(statistics, run: run, log),
      contamination: contamination,
      outputs: outputs
    ).context
    let report = FilterReport(statistics: statistics, context: context)
    try publish(report.json(), RunFigures.reportName)
    try publish(Array(report.html().utf8), "report.html")
  }

  /// What the run wrote, but for the reports, one of which holds times.
  private var outputs: [ResultFile] {
    let shards = inventory.shards.flatMap { shard in
      OutputName(of: shard, compression: request.compression).files
    }
    let names = shards + [OutputName.list, FilterRun.measurementsName, ContaminationTally.fileName]
    return ResultFile.found(names, in: request.output)
  }

  private func publish(_ bytes: [UInt8], _ name: String) throws {
    let file = try PartialFile(folder: request.output, name: name, start: .replacing)
    try file.append(bytes)
    try file.publish()
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
