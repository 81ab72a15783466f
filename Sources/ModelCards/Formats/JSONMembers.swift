import ReportPages

/// Members of an object of which those without a value are left out.
struct JSONMembers {
  let value: ReportValue

  init(_ pairs: [(String, ReportValue?)]) {
    value = .members(
      pairs.compactMap { pair in
        pair.1.map { ReportValue.Member(name: pair.0, value: $0) }
      }
    )
  }

  /// A list; nil where it is empty.
  static func list(_ items: [ReportValue]) -> ReportValue? { items.isEmpty ? nil : .array(items) }
}
