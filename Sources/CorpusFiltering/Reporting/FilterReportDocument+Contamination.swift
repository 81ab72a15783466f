import ReportPages
import SafetyCore

extension FilterReportDocument {
  /// The member `contamination`, in runs that looked for benchmarks.
  var contamination: [ReportValue.Member] {
    guard let facts = report.context.contamination else { return [] }
    let settings = facts.settings
    let value = ReportValue.object([
      "ngram": .integer(settings.ngram),
      "short_words": .integer(settings.shortWords),
      "max_items": .integer(settings.maxItems),
      "min_ngrams": .integer(settings.minNgrams),
      "min_share": .number(settings.minShare),
      "confidence": .number(ContaminationTally.confidence),
      "found_items": .string(ContaminationTally.fileName),
      "benchmarks": .array(ContaminationRow.rows(report).map(Self.row)),
    ])
    return [.init(name: "contamination", value: value)]
  }

  private static func row(_ row: ContaminationRow) -> ReportValue {
    let source = row.source
    let name = ReportValue.Member(name: "name", value: .string(source.name))
    let state = ReportValue.Member(name: "state", value: .string(source.state.rawValue))
    switch source.state {
    case .leftOut: return .members([name, state])
    case .absent:
      let missing = ReportValue.strings(source.missing)
      return .members([name, state, .init(name: "missing", value: missing)])
    case .read: break
    }
    let figures = ReportValue.object([
      "data_sha256": digest(source.dataSHA256),
      "description_sha256": digest(source.descriptionSHA256),
      "items": .integer(source.items),
      "too_short": .integer(source.tooShort),
      "shared": .integer(source.shared),
      "ngrams": .integer(source.ngrams),
      "found": .integer(row.found),
      "found_share": row.interval.map { interval in
        .object([
          "share": .rounded(Double(row.found) / Double(source.searchable)),
          "lower": .rounded(interval.lower),
          "upper": .rounded(interval.upper),
        ])
      } ?? .null,
      "documents": .integer(row.documents),
      "documents_kept": .integer(row.kept),
    ])
    guard case .members(let members) = figures else { return figures }
    return .members([name, state] + members)
  }

  private static func digest(_ digest: Digest?) -> ReportValue {
    digest.map { .string($0.hex) } ?? .null
  }
}
