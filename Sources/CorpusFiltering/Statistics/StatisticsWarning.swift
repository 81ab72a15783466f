import SafetyCore

/// Something in a run's figures a person should look at before trusting them.
package struct StatisticsWarning: Sendable, Hashable {
  /// Kebab-case and stable, such as `rule-never-failed`.
  package let code: String
  package let message: String
  /// The rules concerned, in slot order.
  package let rules: [RuleID]
}

extension RunStatistics {
  /// Fewer documents than this say nothing about a rule that never failed.
  static let documentsForWarnings = 100

  /// All warnings, gravest first; empty is good news.
  package var warnings: [StatisticsWarning] {
    var warnings = inputWarnings + memoryWarnings
    append(to: &warnings, "rule-unknown", "left documents unmeasured; these count as failed") {
      ruleCounts[$0].unknown > 0
    }
    if totals.documents >= Self.documentsForWarnings {
      append(to: &warnings, "rule-always-failed", "failed on every document") {
        ruleCounts[$0].failed == totals.documents
      }
    }
    for finding in biasFindings where finding.isWarning {
      warnings.append(warning(for: finding))
    }
    if totals.documents >= Self.documentsForWarnings {
      append(to: &warnings, "rule-never-failed", "failed on no document") {
        ruleCounts[$0].failed == 0
      }
    }
    return warnings
  }

  private var inputWarnings: [StatisticsWarning] {
    guard totals.quarantined > 0 else { return [] }
    let count = totals.quarantined
    let message =
      count == 1
      ? "one line or file could not be read and is in quarantine"
      : "\(count) lines or files could not be read and are in quarantine"
    return [StatisticsWarning(code: "quarantine", message: message, rules: [])]
  }

  private var memoryWarnings: [StatisticsWarning] {
    guard let forgotten = copies?.forgotten, forgotten > 0 else { return [] }
    return [
      StatisticsWarning(
        code: "near-duplicates-full",
        message: "\(forgotten) documents found no room to be compared with; raise `memory_mb`",
        rules: [NearDuplicateDetector.rule]
      )
    ]
  }

  private func append(
    to warnings: inout [StatisticsWarning],
    _ code: String,
    _ message: String,
    where isConcerned: (Int) -> Bool
  ) {
    let slots = rules.indices.filter { rules[$0] != nil && isConcerned($0) }
    guard !slots.isEmpty else { return }
    warnings.append(
      StatisticsWarning(
        code: code,
        message: "\(slots.count) \(slots.count == 1 ? "rule" : "rules") \(message)",
        rules: slots.map { table.rules[$0].id }
      )
    )
  }

  private func warning(for finding: BiasFinding) -> StatisticsWarning {
    let message =
      finding.isCertain
      ? "documents that mention this group are removed clearly more often than the rest"
      : "documents that mention this group are removed more often than the rest; may be chance"
    return StatisticsWarning(code: "bias", message: message, rules: [finding.rule])
  }
}
