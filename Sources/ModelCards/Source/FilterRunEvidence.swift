import AuditLog
import SafetyCore

/// A finished filter run as a card quotes it: its beginning, its end and its bias audit.
package struct FilterRunEvidence: Sendable, Hashable {
  package var begin: Evidence<RunBegin>
  package var end: Evidence<RunEnd>
  /// By rule; empty where the run did not count mentions of groups.
  package var bias: [Evidence<BiasRecord>]

  package var run: String { begin.body.run }
  package var totals: ShardCounts { end.body.totals }

  /// Documents by the part of a rule's name before its slash, such as `personal-data`.
  func documents(of detectors: Set<String>) -> Int {
    end.body.byReason.reduce(0) { sum, entry in
      detectors.contains(String(entry.key.prefix { $0 != "/" })) ? sum + entry.value : sum
    }
  }
}
