import SafetyPolicy

/// Documents, bytes and scalars by what became of them; of a run or of one shard.
package struct OutcomeTotals: Sendable, Hashable {
  package var documents = 0
  package var bytes = 0
  package var scalars = 0
  /// Documents written to `kept/`, whether edited or not.
  package var kept = 0
  package var keptBytes = 0
  package var removed = 0
  package var withheld = 0
  /// Kept documents with spans cut, redacted or pseudonymised.
  package var redacted = 0
  /// Kept documents that failed rules which only annotate.
  package var annotated = 0
  /// Lines and files that could not be read; not among `documents`.
  package var quarantined = 0

  package init() {}

  mutating func add(_ outcome: DocumentOutcome, action: CorpusAction?) {
    documents += 1
    bytes += outcome.byteCount
    scalars += outcome.scalarCount
    switch action {
    case .withhold?: withheld += 1
    case .remove?: removed += 1
    default:
      kept += 1
      keptBytes += outcome.byteCount
      if action == .annotate { annotated += 1 }
      if let action, action > .annotate { redacted += 1 }
    }
  }
}
