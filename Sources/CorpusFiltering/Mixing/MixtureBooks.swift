import SafetyCore

/// What one input file gave.
package struct MixtureBooks: Sendable, Hashable {
  /// Kept are documents that went into the mixture or the holdout; read are those and what went to
  /// quarantine.
  package var counts: ShardCounts
  /// The RFC 6962 root over `id TAB SHA-256 of the text TAB copies`, in input order; documents set
  /// aside have `holdout` in place of a number.
  package var itemsRoot: Digest
}
