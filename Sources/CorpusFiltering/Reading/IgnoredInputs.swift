import ReportPages

/// What was left out on purpose, counted by reason.
package struct IgnoredInputs: Sendable, Hashable {
  /// What one reason left out.
  package struct Group: Sendable, Hashable {
    package var reason: InputInventory.Ignored.Reason
    package var count: Int
    /// The first paths of files whose format nobody knows; empty for other reasons.
    package var paths: [String]
  }

  private static let pathLimit = 5

  /// In the order of the reasons, without those that left nothing out.
  package let groups: [Group]

  package init(_ ignored: [InputInventory.Ignored] = []) {
    groups = InputInventory.Ignored.Reason.allCases.compactMap { reason in
      let paths = ignored.lazy.filter { $0.reason == reason }.map(\.path)
      guard !paths.isEmpty else { return nil }
      return Group(
        reason: reason,
        count: paths.count,
        paths: reason == .unknownFormat ? Array(paths.prefix(Self.pathLimit)) : []
      )
    }
  }

  private init(groups: [Group]) { self.groups = groups }

  /// Without the folder of the results, which is there or not before a run and is no input.
  package var ofInputs: IgnoredInputs {
    IgnoredInputs(groups: groups.filter { $0.reason != .outputFolder })
  }

  /// Such as `2 of unknown format (a.bz2, b.xlsx), 1 hidden`; empty where nothing was left out.
  package func phrase() -> String {
    groups.map { group in
      let words = "\(ReportFormat.count(group.count)) \(Self.words(group.reason))"
      guard !group.paths.isEmpty else { return words }
      let more = group.count - group.paths.count
      let rest = more > 0 ? " and \(ReportFormat.count(more)) more" : ""
      let paths = group.paths.map(ReportFormat.printable).joined(separator: ", ")
      return "\(words) (\(paths)\(rest))"
    }.joined(separator: ", ")
  }

  private static func words(_ reason: InputInventory.Ignored.Reason) -> String {
    switch reason {
    case .unknownFormat: "of unknown format"
    case .excluded: "by the patterns"
    case .hidden: "hidden"
    case .outputFolder: "as the folder of the results"
    }
  }
}
