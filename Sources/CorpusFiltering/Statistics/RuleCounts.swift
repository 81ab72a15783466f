/// How often one rule was measured and failed.
package struct RuleCounts: Sendable, Hashable {
  package var measured = 0
  /// Documents for which the detector recorded no value.
  package var unknown = 0
  package var failed = 0
  /// Documents no other rule would have removed; for milder rules, the only rule that failed.
  package var failedAlone = 0
  package var documentsWithSpans = 0
  package var spans = 0

  package init() {}
}
