import SafetyCore
import SafetyPolicy

/// The contents of `report.json`: the same bytes for any number of workers.
package enum FilterSummary {
  package static func json(_ statistics: RunStatistics, policy: CorpusPolicy) -> [UInt8] {
    let totals = statistics.totals
    let rules = zip(policy.table.rules, statistics.ruleCounts).map { rule, counts in
      CanonicalValue.object([
        "rule": .string(rule.id.rawValue), "category": .string(rule.category.rawValue),
        "measured": .integer(counts.measured), "failed": .integer(counts.failed),
        "failed_alone": .integer(counts.failedAlone), "unknown": .integer(counts.unknown),
      ])
    }
    let value: CanonicalValue = [
      "format": "gemma-safety.filter-report/1",
      "policy": ["name": .string(policy.name), "sha256": .string(policy.digest.hex)],
      "totals": [
        "documents": .integer(totals.documents), "bytes": .integer(totals.bytes),
        "kept": .integer(totals.kept), "removed": .integer(totals.removed),
        "quarantined": .integer(totals.quarantined),
      ],
      "rules": .array(rules),
    ]
    return value.canonicalJSON + [UInt8(ascii: "\n")]
  }
}
