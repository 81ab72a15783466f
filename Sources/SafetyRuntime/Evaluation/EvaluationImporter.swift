import AuditLog
import Diagnostics
import SafetyCore
import SafetyEvaluation

/// Appends figures of another harness to a log.
package struct EvaluationImporter: Sendable {
  private let audit: String
  private let clock: @Sendable () -> String

  /// Names the log, which is made where there is none.
  package init(audit: String, clock: @escaping @Sendable () -> String) {
    self.audit = audit
    self.clock = clock
  }

  /// Appends the file's event and its figures in one transaction.
  ///
  /// - Throws: `evaluation/run-exists` for a name that the log has, or an `audit/…` diagnostic.
  package func append(_ results: ImportedResults, run: String, fileSHA256: Digest) throws {
    let log = try AuditLog(path: audit, mode: .readWrite, clock: clock)
    var isThere = false
    try log.events(of: run, limit: 1) { _ in isThere = true }
    guard !isThere else {
      throw Diagnostic(
        "evaluation/run-exists",
        "the log has a run `\(run.prefix(80))`",
        at: .init(file: audit),
        hint: "give this one another name by --run"
      )
    }
    let begin = results.event(run: run, fileSHA256: fileSHA256)
    try log.append([begin.record] + results.metrics.map(\.record), run: run, state: nil)
    try log.close()
  }
}
