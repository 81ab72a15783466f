import SafetyCore

/// One run of a log in a line, for `audit list`.
package struct RunSummary: Sendable, Hashable {
  package var run: String
  package var command: String
  package var version: String
  package var policyName: String
  /// SHA-256 in hexadecimal.
  package var policyDigest: String
  package var started: String
  /// Nil while the run goes on, or when it was stopped.
  package var ended: String?
  /// Nil until the run ended.
  package var totals: ShardCounts?
  /// Events of the run, whatever their kind.
  package var events: Int
}
