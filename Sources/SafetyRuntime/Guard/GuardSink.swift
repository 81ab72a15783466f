import AuditLog
import SafetyCore

/// Where decisions of the guard go.
package enum GuardSink {
  /// A log, created where there is none.
  ///
  /// - Throws: An `audit/…` diagnostic.
  package static func log(at path: String) throws -> any DecisionSink {
    try AuditLog(path: path, mode: .readWrite, clock: SystemClock.now)
  }

  /// Keeps nothing; for whoever wants decisions without a log of them.
  package static let none: any DecisionSink = Nowhere()

  private struct Nowhere: DecisionSink {
    func append(_ records: [DecisionRecord], run: String, state: [UInt8]?) {}
  }
}
