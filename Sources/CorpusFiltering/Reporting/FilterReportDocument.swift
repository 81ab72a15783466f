import ReportPages
import SafetyCore
import SafetyPolicy

/// Lays the figures of a run out as the members of `report.json`.
struct FilterReportDocument {
  let report: FilterReport
  private var statistics: RunStatistics { report.statistics }
  private var context: ReportContext { report.context }

  var value: ReportValue {
    guard case .members(let members) = measured else { return measured }
    return .members(members + outputs + contamination)
  }

  private var outputs: [ReportValue.Member] {
    guard let files = context.outputs else { return [] }
    let rows = files.map { file in
      ReportValue.object(["name": .string(file.name), "size": .integer(file.size)])
    }
    return [.init(name: "outputs", value: .array(rows))]
  }

  private var measured: ReportValue {
    .object([
      "format": .string(FilterReport.format),
      "run": .string(context.runID),
      "version": .string(context.toolVersion),
      "command": .string(context.commandLine),
      "policy": .object([
        "name": .string(context.policyName),
        "digest": .string(context.policyDigest),
        "words": .string(context.policyWords),
      ]),
      "inputs": inputs,
      "warnings": .array(statistics.warnings.map { warning($0) }),
      "totals": Self.totals(statistics.totals),
      "shards": shards,
      "quarantine": .array(
        statistics.quarantine.sorted.map {
          .object(["code": .string($0.code), "count": .integer($0.count)])
        }
      ),
      "funnel": funnel,
      "categories": categories,
      "rules": .array(statistics.table.rules.indices.map { rule($0) }),
      "overlap": overlap,
      "lengths": lengths,
      "languages": languages,
      "personal_data": spans(report.spanSlots.filter { report.isPersonal($0) }),
      "other_spans": spans(report.spanSlots.filter { !report.isPersonal($0) }),
      "duplicates": duplicates,
      "cascade": cascade,
      "bias_audit": biasAudit,
    ])
  }

  private var inputs: ReportValue {
    .object([
      "manifest_digest": context.inputManifestDigest.map { .string($0) } ?? .null,
      "files": .array(
        context.inputs.map { input in
          .object([
            "name": .string(input.name),
            "size": .integer(input.size),
            "sha256": .string(input.sha256),
            "documents": .integer(input.documents),
          ])
        }
      ),
      "ignored": .array(
        context.ignored.groups.map { group in
          .object([
            "reason": .string(group.reason.rawValue),
            "count": .integer(group.count),
            "paths": .strings(group.paths),
          ])
        }
      ),
    ])
  }

  private func warning(_ warning: StatisticsWarning) -> ReportValue {
    .object([
      "code": .string(warning.code),
      "message": .string(warning.message),
      "rules": .strings(warning.rules.map(\.rawValue)),
    ])
  }

  private static func totals(_ totals: OutcomeTotals) -> ReportValue {
    .object([
      "documents": .integer(totals.documents),
      "bytes": .integer(totals.bytes),
      "scalars": .integer(totals.scalars),
      "kept": .integer(totals.kept),
      "kept_bytes": .integer(totals.keptBytes),
      "removed": .integer(totals.removed),
      "withheld": .integer(totals.withheld),
      "redacted": .integer(totals.redacted),
      "annotated": .integer(totals.annotated),
      "quarantined": .integer(totals.quarantined),
    ])
  }

  private var shards: ReportValue {
    .array(
      zip(statistics.shards, statistics.shardTotals).map { name, totals in
        .object(["name": .string(name), "totals": Self.totals(totals)])
      }
    )
  }

  private var funnel: ReportValue {
    var entered = statistics.totals.documents
    return .array(
      zip(statistics.table.detectors, statistics.funnel).map { detector, fell in
        defer { entered -= fell }
        return .object([
          "detector": .string(detector.name),
          "entered": .integer(entered),
          "removed_first_here": .integer(fell),
        ])
      }
    )
  }

  private var categories: ReportValue {
    let tally = statistics.categories
    return .array(
      tally.names.indices.map { index in
        .object([
          "category": .string(tally.names[index].rawValue),
          "removed": .integer(tally.removed[index]),
          "edited": .integer(tally.edited[index]),
        ])
      }
    )
  }

  private func rule(_ slot: Int) -> ReportValue {
    let descriptor = statistics.table.rules[slot]
    let counts = statistics.ruleCounts[slot]
    let policy = statistics.rules[slot]
    return .object([
      "rule": .string(descriptor.id.rawValue),
      "category": .string(descriptor.category.rawValue),
      "summary": .string(descriptor.summary),
      "action": policy.map { .string($0.action.rawValue) } ?? .null,
      "minimum": .optional(policy?.minimum),
      "maximum": .optional(policy?.maximum),
      "remove_above": policy?.removeAbove.map { .integer($0) } ?? .null,
      "measured": .integer(counts.measured),
      "unknown": .integer(counts.unknown),
      "failed": .integer(counts.failed),
      "failed_alone": .integer(counts.failedAlone),
      "histogram": histogram(
        statistics.histograms.scales[slot],
        Array(statistics.histograms[slot])
      ),
      "near_misses": nearMisses(slot),
      "examples": .array(statistics.examples[slot].map { reference($0) }),
    ])
  }

  /// Bins up to the last that holds something, with the lower edge of each.
  private func histogram(_ scale: HistogramScale, _ bins: [Int]) -> ReportValue {
    let count = (bins.lastIndex { $0 > 0 } ?? -1) + 1
    return .object([
      "lower_edges": .array((0..<count).map { .number(scale.lowerEdge(of: $0)) }),
      "documents": .array(bins.prefix(count).map { .integer($0) }),
    ])
  }

  private func nearMisses(_ slot: Int) -> ReportValue {
    let misses = statistics.nearMisses
    return .array(
      misses.bounds.indices.filter { misses.bounds[$0].slot == slot }.map { index in
        .object([
          "bound": .string(misses.bounds[index].isMinimum ? "minimum" : "maximum"),
          "threshold": .number(misses.bounds[index].threshold),
          "passed": .array(misses.passed(index).map { reference($0) }),
          "failed": .array(misses.failed(index).map { reference($0) }),
        ])
      }
    )
  }

  private func reference(_ reference: DocumentReference) -> ReportValue {
    .object([
      "id": .string(reference.id),
      "shard": .integer(reference.shard),
      "line": .integer(reference.line),
      "value": .number(reference.value),
    ])
  }

  private var overlap: ReportValue {
    let top = statistics.overlap.top(FilterReport.overlapRules)
    return .object([
      "rules": .strings(top.map { statistics.table.rules[$0].id.rawValue }),
      "documents": .array(
        top.map { row in .array(top.map { .integer(statistics.overlap.count(row, $0)) }) }
      ),
    ])
  }

  private var lengths: ReportValue {
    .object([
      "kept": histogram(.counts, statistics.keptLengths),
      "removed": histogram(.counts, statistics.removedLengths),
    ])
  }

  private var languages: ReportValue {
    let rows = statistics.languages.ranked.map { ($0.language, $0) }
    let untagged = statistics.languages.untagged
    let rest = untagged.kept + untagged.removed > 0 ? [("", untagged)] : []
    return .array(
      (rows + rest).map { name, row in
        .object([
          "language": name.isEmpty ? .null : .string(name),
          "kept": .integer(row.kept),
          "removed": .integer(row.removed),
        ])
      }
    )
  }

  private func spans(_ slots: [Int]) -> ReportValue {
    .array(
      slots.map { slot in
        let descriptor = statistics.table.rules[slot]
        return .object([
          "rule": .string(descriptor.id.rawValue),
          "severity": .string(descriptor.severity.rawValue),
          "documents": .integer(statistics.ruleCounts[slot].documentsWithSpans),
          "spans": .integer(statistics.ruleCounts[slot].spans),
        ])
      }
    )
  }

  private var duplicates: ReportValue {
    .array(report.slots(of: .duplicate).map { duplicate($0) })
  }

  private var biasAudit: ReportValue {
    .object([
      "warning_ratio": .number(statistics.biasWarningRatio),
      "minimum_documents": .integer(statistics.biasMinimumDocuments),
      "groups": .array(statistics.biasFindings.map { group($0) }),
    ])
  }

  private func group(_ finding: BiasFinding) -> ReportValue {
    let counts = finding.counts
    return .object([
      "rule": .string(finding.rule.rawValue),
      "mentions": .integer(counts.mentions),
      "mentions_removed": .integer(counts.mentionsRemoved),
      "mentions_removed_as_toxic": .integer(counts.mentionsRemovedAsToxic),
      "others": .integer(counts.others),
      "others_removed": .integer(counts.othersRemoved),
      "others_removed_as_toxic": .integer(counts.othersRemovedAsToxic),
      "removal": Self.ratio(finding.removal),
      "toxic_removal": Self.ratio(finding.toxicRemoval),
      "warning": .boolean(finding.isWarning),
      "certain": .boolean(finding.isCertain),
    ])
  }

  private static func ratio(_ ratio: RateRatio?) -> ReportValue {
    guard let ratio else { return .null }
    return .object([
      "rate_ratio": .rounded(ratio.ratio),
      "lower": .rounded(ratio.lower),
      "upper": .rounded(ratio.upper),
    ])
  }
}
