import AuditLog
import Diagnostics
import SafetyEvaluation

/// Reads the evaluations of audit logs.
package struct EvaluationLogs: Sendable {
  private let logs: [AuditLog]

  /// Opens logs for reading.
  ///
  /// - Parameters:
  ///   - paths: In the order in which they are searched.
  ///   - clock: Is never read.
  /// - Throws: An `audit/…` diagnostic.
  package init(paths: [String], clock: @escaping @Sendable () -> String) throws {
    logs = try paths.map { try AuditLog(path: $0, mode: .readOnly, clock: clock) }
  }

  /// The runs that hold evaluations, in the order of their beginning, each once.
  package func runs() throws -> [String] {
    var names: [String] = []
    for log in logs {
      for kind in EvaluationRecordReader.kinds.sorted() where kind != "evaluation.item" {
        try log.events(of: nil, kind: kind) { event in
          if !names.contains(event.run) { names.append(event.run) }
        }
      }
    }
    return names
  }

  /// The benchmarks of a run, out of the first log that has it.
  ///
  /// - Throws: `evaluation/no-run`, or what contradicts itself in the log.
  package func records(of run: String) throws -> [EvaluationRecord] {
    for log in logs {
      let records = try records(of: run, in: log)
      if !records.isEmpty { return records }
    }
    let known = try runs()
    let hint =
      known.isEmpty
      ? "no log that was named holds an evaluation; name one by --audit"
      : nearest(to: run, among: known).map { "did you mean `\($0)`?" }
        ?? "there are " + known.suffix(8).map { "`\($0)`" }.joined(separator: ", ")
    throw Diagnostic(
      "evaluation/no-run",
      "no evaluation `\(run.prefix(80))` is on record",
      at: logs.first.map { .init(file: $0.path) },
      hint: hint
    )
  }

  private func records(of run: String, in log: AuditLog) throws -> [EvaluationRecord] {
    var reader = EvaluationRecordReader(log: log.path)
    try log.events(of: run) { event in
      try reader.add(kind: event.kind, body: event.body, time: event.time, seq: event.seq)
    }
    return reader.all
  }
}
