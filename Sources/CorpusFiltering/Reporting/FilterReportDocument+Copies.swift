import ReportPages
import SafetyCore

extension FilterReportDocument {
  /// A rule that finds duplicates; that on near ones has members of its own.
  func duplicate(_ slot: Int) -> ReportValue {
    let counts = report.statistics.ruleCounts[slot]
    let id = report.statistics.table.rules[slot].id
    let members = [
      ReportValue.Member(name: "rule", value: .string(id.rawValue)),
      .init(name: "failed", value: .integer(counts.failed)),
      .init(name: "failed_alone", value: .integer(counts.failedAlone)),
    ]
    guard id == NearDuplicateDetector.rule, let copies = report.statistics.copies else {
      return .members(members)
    }
    return .members(members + Self.members(of: copies))
  }

  private static func members(of copies: CopyClusters) -> [ReportValue.Member] {
    let sizes = copies.bySize.enumerated().map { index, count in
      ReportValue.object([
        "least": .integer(CopyClusters.sizes(at: index).lowerBound),
        "most": .integer(CopyClusters.sizes(at: index).upperBound),
        "clusters": .integer(count),
      ])
    }
    let largest = copies.largest.map { cluster in
      ReportValue.object([
        "id": .string(cluster.original.id),
        "shard": .integer(cluster.original.shard),
        "line": .integer(cluster.original.line),
        "copies": .integer(cluster.copies),
      ])
    }
    return [
      .init(name: "remembered", value: .integer(copies.remembered)),
      .init(name: "forgotten", value: .integer(copies.forgotten)),
      .init(name: "clusters", value: .integer(copies.count)),
      .init(name: "sizes", value: .array(sizes)),
      .init(name: "largest", value: .array(largest)),
    ]
  }
}
