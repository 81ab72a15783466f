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
  /// Documents that went into the filter; `totals.read` counts what could not be read with them.
  package var documentsRead: Int { totals.read - min(totals.read, totals.quarantined) }

  /// The part of a rule's name before its slash, such as `personal-data`.
  static func detector(of rule: String) -> String { String(rule.prefix { $0 != "/" }) }

  /// Documents that some rules, or any of some detectors, decided about.
  func documents(of names: Set<String>) -> Int {
    end.body.byReason.reduce(0) { sum, entry in
      let isNamed = names.contains(entry.key) || names.contains(Self.detector(of: entry.key))
      return isNamed ? sum + entry.value : sum
    }
  }
}
